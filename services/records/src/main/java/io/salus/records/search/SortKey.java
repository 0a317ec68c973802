package io.salus.records.search;

/**
 * What a result is ordered by. Resources without a value come last in either direction.
 *
 * @param hash of the parameter; 0 for what every resource has
 */
record SortKey(Kind kind, boolean descending, long hash) {
  enum Kind {
    LAST_UPDATED,
    ID,
    DATE,
    STRING
  }

  /** The value to order by, never null. */
  String expression() {
    return switch (kind) {
      case LAST_UPDATED -> "x.updated";
      case ID -> "r.id";
      case DATE ->
          descending
              ? "coalesce((select max(x.ranges[i + 1]) from generate_series(1, cardinality(x.ranges), 3) i where x.ranges[i] & -8 = "
                  + number()
                  + "), (-9223372036854775808)::bigint)"
              : "coalesce((select min(x.ranges[i + 1]) from generate_series(1, cardinality(x.ranges), 3) i where x.ranges[i] & -8 = "
                  + number()
                  + "), 9223372036854775807)";
      case STRING ->
          "coalesce((select "
              + (descending ? "max" : "min")
              + "(s.value) from resource_string s where s.tenant = $1 and s.rid = x.rid and s.param = "
              + number()
              + "), "
              + (descending ? "''" : "U&'\\+10FFFF'")
              + ") collate \"C\"";
    };
  }

  /** The same as a text that {@link #addValue} understands. */
  String cursor() {
    return "(" + expression() + ")::text";
  }

  void addValue(Statement statement, String cursor) {
    statement
        .text(cursor)
        .add(
            switch (kind) {
              case LAST_UPDATED, DATE -> "::bigint";
              case ID, STRING -> " collate \"C\"";
            });
  }

  private String number() {
    return "('" + hash + "'::bigint)";
  }
}
