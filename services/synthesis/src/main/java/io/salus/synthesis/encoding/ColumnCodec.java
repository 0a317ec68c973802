package io.salus.synthesis.encoding;

import java.util.random.RandomGenerator;

/** How one column becomes a level and an offset, and back. */
sealed interface ColumnCodec permits NumberCodec, LevelCodec {
  /** Number of levels, at least one. */
  int levels();

  /** Whether the level holds more than one value, so that offsets mean something. */
  boolean spread(int level);

  /** Whether any level does. */
  default boolean hasOffset() {
    for (int level = 0; level < levels(); level++) {
      if (spread(level)) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param value as {@link io.salus.learning.table.Column} keeps it; NaN is missing
   * @param random decides between modes that both explain a value
   */
  Cell encode(double value, RandomGenerator random);

  /** A value as {@link io.salus.learning.table.Column} keeps it; NaN is missing. */
  double decode(int level, double offset);
}
