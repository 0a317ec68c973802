package io.salus.records.feature;

import io.salus.records.view.Column;
import java.util.List;

/** Rows with their place in time: of resources, or of two views that are joined. */
sealed interface EventView permits ResourceView, JoinedView {
  String name();

  List<Column> columns();

  /** Whether its rows are always true, because it has no column `time`. */
  boolean timeless();

  /** Whether it says when something ended. */
  boolean hasEnd();

  /** Place of a column in the rows; -1 when there is none of that name. */
  default int indexOf(String column) {
    for (int i = 0; i < columns().size(); i++) {
      if (columns().get(i).name().equals(column)) {
        return i;
      }
    }
    return -1;
  }
}
