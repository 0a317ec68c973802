package io.salus.learning.tree;

/**
 * A way to part the rows of a node.
 *
 * @param feature input that decides
 * @param bin last bin that goes left, for numbers
 * @param levels bit set of the levels that go left; empty for numbers
 * @param missingLeft where missing values go
 * @param gain what it gains
 */
@SuppressWarnings("ArrayRecordComponent") // Lives for one node of one tree and is never compared.
record Split(int feature, int bin, int[] levels, boolean missingLeft, double gain) {

  boolean left(BinnedTable data, int row) {
    int at = data.bin(feature, row);
    if (at == data.bins(feature).values()) {
      return missingLeft;
    }
    return levels.length > 0 ? BitSets.has(levels, at) : at <= bin;
  }

  /** The same order whatever thread found it first. */
  boolean betterThan(Split other) {
    return gain > other.gain || (gain == other.gain && feature < other.feature);
  }
}
