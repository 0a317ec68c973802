package io.salus.records.search;

import java.util.List;

/** What a cursor leaves of the matches. */
record Remainder(Sql sql, Cursor cursor) {
  /** Conditions on a rid, each after {@code and}. */
  String of(String rid) {
    return switch (cursor) {
      case Cursor.AfterRow after ->
          " and "
              + rid
              + " > "
              + sql.number(after.rid())
              + " and "
              + rid
              + " <= "
              + sql.number(after.newest())
              + (after.shown().isEmpty() ? "" : butNot(rid, after.shown()));
      case Cursor.Others others ->
          " and " + rid + " <= " + sql.number(others.newest()) + butNot(rid, others.shown());
      case Cursor.Start start -> "";
      case Cursor.Listed listed -> "";
      case Cursor.Kept kept -> "";
    };
  }

  private String butNot(String rid, List<Long> shown) {
    return " and " + rid + " <> all (" + sql.numbers(shown) + ")";
  }
}
