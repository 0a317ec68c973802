package io.salus.records.search;

import io.salus.records.definition.SearchKind;
import io.salus.records.store.TenantHash;
import java.util.List;

/** What a result is ordered by, in SQL on a row of resource_index. */
final class SortKeys {
  private final Sql sql;
  private final TenantHash hash;
  private final List<SortKey> keys;

  SortKeys(Sql sql, TenantHash hash, List<SortKey> keys) {
    this.sql = sql;
    this.hash = hash;
    this.keys = keys;
  }

  /** Whether it is guarded, and looked up for all rows at once: a call costs more than a row. */
  private static boolean isLookedUp(SortKey key) {
    return key.isId() || (key.field().kind() == SearchKind.STRING && !key.isUpdated());
  }

  /** Of a key that the row has. Null for a resource without a value. */
  String expression(SortKey key, String row) {
    if (key.isUpdated()) {
      return row + ".updated";
    }
    String i = sql.name("i");
    return "(select "
        + (key.descending() ? "max" : "min")
        + "("
        + row
        + ".ranges["
        + i
        + " + 1]) from generate_series(1, cardinality("
        + row
        + ".ranges), 3) "
        + i
        + " where ("
        + row
        + ".ranges["
        + i
        + "] & -8) = any ("
        + sql.numbers(ranges(key))
        + "))";
  }

  List<Long> texts(SortKey key) {
    Field field = key.field();
    return field.types().stream().map(type -> hash.parameter(type, field.code())).toList();
  }

  List<Long> ranges(SortKey key) {
    return key.field().types().stream()
        .map(type -> hash.range(type, key.field().code(), ""))
        .toList();
  }

  /** {@code , expression as k0, …} of the keys that the row has. */
  String columns(String row) {
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      if (!isLookedUp(keys.get(i))) {
        columns.append(", ").append(expression(keys.get(i), row)).append(" as k").append(i);
      }
    }
    return columns.toString();
  }

  /** Rows {@code (rid, k0, …)} with all keys, of materialized ones that lack those looked up. */
  private String complete(String from) {
    if (keys.stream().noneMatch(SortKeys::isLookedUp)) {
      return from;
    }
    String rids = "array(select rid from " + from + ")";
    StringBuilder columns = new StringBuilder(rids);
    StringBuilder names = new StringBuilder("rid");
    for (int i = 0; i < keys.size(); i++) {
      SortKey key = keys.get(i);
      names.append(", k").append(i);
      columns.append(", ");
      if (key.isId()) {
        columns.append("search_id_keys($1, ").append(rids).append(")");
      } else if (isLookedUp(key)) {
        columns.append("search_text_keys($1, ").append(rids).append(", ");
        columns.append(sql.numbers(texts(key))).append(", ").append(key.descending()).append(")");
      } else {
        columns.append("array(select k").append(i).append(" from ").append(from).append(")");
      }
    }
    return "unnest(" + columns + ") u (" + names + ")";
  }

  /** By the columns, and by the order of their making where these are the same. */
  String order() {
    StringBuilder order = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      order.append("k").append(i).append(isLookedUp(keys.get(i)) ? " collate \"C\"" : "");
      order.append(keys.get(i).descending() ? " desc" : "");
      order.append(" nulls last, ");
    }
    return order.append("rid").append(tie()).toString();
  }

  /**
   * The first of rows that are materialized and have the columns: a little more than the page of a
   * sorted result, which its link may hold as a whole.
   */
  String sorted(String from, int wanted) {
    return "select rid, false as partly from "
        + complete(from)
        + " order by "
        + order()
        + " limit "
        + (keys.isEmpty() ? wanted : wanted + PageLink.MOST_ROWS);
  }

  /** A walk through an index goes backwards as a whole. */
  String tie() {
    return !keys.isEmpty() && keys.getFirst().descending() ? " desc" : "";
  }
}
