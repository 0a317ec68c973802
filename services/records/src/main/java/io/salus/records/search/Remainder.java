package io.salus.records.search;

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
              + sql.number(after.newest());
      case Cursor.Others others ->
          " and "
              + rid
              + " <= "
              + sql.number(others.newest())
              + " and "
              + rid
              + " <> all ("
              + sql.numbers(others.shown())
              + ")";
      case Cursor.Start start -> "";
      case Cursor.Listed listed -> "";
      case Cursor.Kept kept -> "";
    };
  }
}
