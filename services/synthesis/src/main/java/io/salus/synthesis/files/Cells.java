package io.salus.synthesis.files;

import io.salus.learning.table.Column;
import org.jspecify.annotations.Nullable;

/** Values as files write them. */
final class Cells {
  private Cells() {}

  /** The value in the column's type; null when missing. */
  static @Nullable Object value(Column column, int row) {
    if (column.missing(row)) {
      return null;
    }
    return switch (column.kind()) {
      case NUMBER -> (Object) column.value(row);
      case BOOLEAN -> column.value(row) == 1;
      case CATEGORY -> column.level(row);
    };
  }

  /** The value as text: whole numbers without a point, true or false; empty when missing. */
  static String text(Column column, int row) {
    Object value = value(column, row);
    if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
      return Long.toString(number.longValue());
    }
    return value == null ? "" : value.toString();
  }
}
