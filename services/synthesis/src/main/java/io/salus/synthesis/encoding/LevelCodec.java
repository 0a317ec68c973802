package io.salus.synthesis.encoding;

import io.salus.learning.table.Column;
import java.util.random.RandomGenerator;

/** A boolean or a category: its levels, and one more for missing when something is. */
record LevelCodec(int known, boolean missing) implements ColumnCodec {
  static LevelCodec fit(Column column) {
    boolean missing = false;
    for (int i = 0; i < column.size(); i++) {
      missing |= column.missing(i);
    }
    int known =
        switch (column.kind()) {
          case BOOLEAN -> 2;
          case CATEGORY -> column.levels().size();
          case NUMBER -> throw new IllegalArgumentException("a number has no levels");
        };
    return new LevelCodec(known, missing);
  }

  @Override
  public int levels() {
    return known + (missing ? 1 : 0);
  }

  @Override
  public boolean spread(int level) {
    return false;
  }

  @Override
  public Cell encode(double value, RandomGenerator random) {
    return new Cell(Double.isNaN(value) ? known : (int) value, 0);
  }

  @Override
  public double decode(int level, double offset) {
    return level == known ? Double.NaN : level;
  }
}
