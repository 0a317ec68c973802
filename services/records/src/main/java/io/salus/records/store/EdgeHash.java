package io.salus.records.store;

/**
 * PostgreSQL's {@code hashint8extended}, by which edges are made: Bob Jenkins' lookup3 as in {@code
 * src/common/hashfn.c}.
 */
final class EdgeHash {
  private EdgeHash() {}

  /** The edge to a resource of a number by a parameter. */
  static long of(long number, long parameter) {
    int low = (int) number;
    int high = (int) (number >>> 32);
    low ^= number >= 0 ? high : ~high;
    int a = 0x9e3779b9 + 4 + 3923095;
    int b = a;
    int c = a;
    if (parameter != 0) {
      a += (int) (parameter >>> 32);
      b += (int) parameter;
      a = (a - c) ^ Integer.rotateLeft(c, 4);
      c += b;
      b = (b - a) ^ Integer.rotateLeft(a, 6);
      a += c;
      c = (c - b) ^ Integer.rotateLeft(b, 8);
      b += a;
      a = (a - c) ^ Integer.rotateLeft(c, 16);
      c += b;
      b = (b - a) ^ Integer.rotateLeft(a, 19);
      a += c;
      c = (c - b) ^ Integer.rotateLeft(b, 4);
      b += a;
    }
    a += low;
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    c = (c ^ b) - Integer.rotateLeft(b, 24);
    return ((long) b << 32) | (c & 0xffffffffL);
  }
}
