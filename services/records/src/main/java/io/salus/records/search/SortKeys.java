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

  /** Null for a resource without a value. */
  String expression(SortKey key, String row) {
    if (key.isUpdated()) {
      return row + ".updated";
    }
    if (key.isId()) {
      return "search_id_key($1, " + row + ".rid)";
    }
    List<String> types = key.field().types();
    String code = key.field().code();
    if (key.field().kind() == SearchKind.STRING) {
      return "search_text_key($1, "
          + row
          + ".rid, "
          + sql.numbers(types.stream().map(type -> hash.parameter(type, code)).toList())
          + ", "
          + key.descending()
          + ")";
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

  List<Long> ranges(SortKey key) {
    return key.field().types().stream()
        .map(type -> hash.range(type, key.field().code(), ""))
        .toList();
  }

  /** {@code , expression as k0, …}. */
  String columns(String row) {
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      columns.append(", ").append(expression(keys.get(i), row)).append(" as k").append(i);
    }
    return columns.toString();
  }

  /** By the columns, and by the order of their making where these are the same. */
  String order() {
    StringBuilder order = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      order.append("k").append(i).append(keys.get(i).descending() ? " desc" : "");
      order.append(" nulls last, ");
    }
    return order.append("rid").append(tie()).toString();
  }

  /** A walk through an index goes backwards as a whole. */
  String tie() {
    return !keys.isEmpty() && keys.getFirst().descending() ? " desc" : "";
  }
}
