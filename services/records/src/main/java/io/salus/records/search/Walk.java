package io.salus.records.search;

import io.salus.records.definition.SearchKind;
import io.salus.records.search.Clause.Rows;
import io.salus.records.store.WidthClass;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Goes through rows in the order of the result, and checks them one by one until there are enough.
 */
final class Walk {
  /** Texts that are read for one row that is wanted: a resource may have several. */
  private static final int TEXTS = 20;

  private final Sql sql;
  private final Predicates predicates;
  private final Rows rows;
  private final List<SortKey> sort;
  private final SortKeys keys;
  private final int wanted;
  private final Remainder remainder;

  Walk(
      Sql sql,
      Predicates predicates,
      Rows rows,
      List<SortKey> sort,
      SortKeys keys,
      int wanted,
      Remainder remainder) {
    this.sql = sql;
    this.predicates = predicates;
    this.rows = rows;
    this.sort = sort;
    this.keys = keys;
    this.wanted = wanted;
    this.remainder = remainder;
  }

  /** Whether an index has the order. */
  boolean isPossible() {
    if (sort.isEmpty()) {
      return true;
    }
    SortKey first = sort.getFirst();
    SearchKind kind = first.field().kind();
    boolean numeric =
        kind == SearchKind.DATE || kind == SearchKind.NUMBER || kind == SearchKind.QUANTITY;
    return sort.size() == 1 && rows.kinds().size() == 1 && (first.isUpdated() || numeric);
  }

  /**
   * @param condition that is asked before anything is read
   */
  String rows(String condition) {
    if (sort.isEmpty()) {
      return "select x.rid, false as partly from (select * from resource_index"
          + " x where "
          + predicates.kinds(rows, "x.kind")
          + remainder.of("x.rid")
          + " order by x.rid offset 0) x where "
          + condition
          + predicates.and(rows.clauses(), "x")
          + " limit "
          + wanted;
    }
    if (!isPossible()) {
      return isByText(condition) ? walkByText() : all(condition);
    }
    return sort.getFirst().isUpdated() ? walkByTime(condition) : walkByRange(condition);
  }

  /** Not in order: all rows of the kinds are put in order. */
  private String all(String condition) {
    String a = sql.name("a");
    return "with "
        + a
        + " as materialized (select x.rid"
        + keys.columns("x")
        + " from resource_index x where "
        + condition
        + " and "
        + predicates.kinds(rows, "x.kind")
        + predicates.and(rows.clauses(), "x")
        + remainder.of("x.rid + 0")
        + ") "
        + keys.sorted(a, wanted);
  }

  private boolean isByText(String condition) {
    return condition.equals("true")
        && sort.size() == 1
        && rows.kinds().size() == 1
        && sort.getFirst().field().kind() == SearchKind.STRING
        && wanted <= SearchParser.MOST + 1;
  }

  /** The first texts of their index; when too few of them fit, all rows. */
  private String walkByText() {
    return "select * from (with t as materialized (select o.rid, min(o.n) as n from"
        + " search_text_order($1, ("
        + sql.numbers(keys.texts(sort.getFirst()))
        + ")[1], "
        + sort.getFirst().descending()
        + ", "
        + TEXTS * wanted
        + ") with ordinality o (rid, n) group by o.rid), v as materialized (select t.n, x.rid from t"
        + " cross join lateral (select * from resource_index y where y.rid = t.rid offset 0) x where "
        + predicates.kinds(rows, "x.kind + 0")
        + predicates.and(rows.clauses(), "x")
        + remainder.of("x.rid")
        + " order by t.n limit "
        + wanted
        + ") (select rid, true as partly from v where (select count(*) from v) >= "
        + wanted
        + " order by n) union all ("
        + all("(select count(*) from v) < " + wanted)
        + ")) o";
  }

  private String walkByTime(String condition) {
    String tie = keys.tie();
    return "select x.rid, true as partly from (select * from resource_index x where "
        + predicates.kinds(rows, "x.kind")
        + " order by x.updated"
        + tie
        + ", x.rid"
        + tie
        + " offset 0) x where "
        + condition
        + predicates.and(rows.clauses(), "x")
        + remainder.of("x.rid")
        + " limit "
        + wanted;
  }

  /** Those with a value in its order, then those without one. */
  private String walkByRange(String condition) {
    SortKey key = sort.getFirst();
    String tie = keys.tie();
    String missing =
        "select x.rid, true as partly from (select * from resource_index x where "
            + predicates.kinds(rows, "x.kind")
            + " order by x.rid"
            + tie
            + " offset 0) x where "
            + condition
            + " and "
            + keys.expression(key, "x")
            + " is null"
            + predicates.and(rows.clauses(), "x")
            + remainder.of("x.rid");
    String valued =
        "select x.rid, true as partly from (select * from ("
            + classes(key)
            + ") r order by r.low"
            + tie
            + ", r.rid"
            + tie
            + " offset 0) r cross join lateral (select * from resource_index y where y.rid = r.rid"
            + " offset 0) x where "
            + condition
            + " and "
            + predicates.kinds(rows, "x.kind + 0")
            + " and r.low = "
            + keys.expression(key, "x")
            + predicates.and(rows.clauses(), "x")
            + remainder.of("x.rid");
    return "select * from ((" + valued + ") union all (" + missing + ")) o limit " + wanted;
  }

  /** One stretch of the index for each class of width, each in order. */
  private String classes(SortKey key) {
    String parameter = "(" + sql.numbers(keys.ranges(key)) + ")[1]";
    return IntStream.range(0, WidthClass.count())
        .mapToObj(
            widthClass ->
                "(select r.low, r.rid from resource_range r where r.param = "
                    + parameter
                    + " + "
                    + widthClass
                    + " order by r.low"
                    + keys.tie()
                    + ", r.rid"
                    + keys.tie()
                    + ")")
        .collect(Collectors.joining(" union all "));
  }
}
