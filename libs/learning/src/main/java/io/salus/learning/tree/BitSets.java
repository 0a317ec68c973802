package io.salus.learning.tree;

/** Sets of small numbers in words of 32 bits, as they are kept in a model file. */
final class BitSets {
  private BitSets() {}

  static boolean has(int[] set, int member) {
    int word = member >>> 5;
    return word < set.length && ((set[word] >>> (member & 31)) & 1) == 1;
  }

  static int[] of(int[] members, int from, int to, int size) {
    int[] set = new int[(size + 31) / 32];
    for (int i = from; i < to; i++) {
      set[members[i] >>> 5] |= 1 << (members[i] & 31);
    }
    return set;
  }
}
