package io.salus.records.search;

import io.salus.records.definition.SearchKind;
import io.salus.records.search.Clause.InRange;
import io.salus.records.search.Clause.LinkedFrom;
import io.salus.records.search.Clause.LinksTo;
import io.salus.records.search.Clause.Rows;
import io.salus.records.store.TenantHash;
import io.salus.records.store.WidthClass;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The query {@code m (rid, key, walked)} of the matches of one page, in order, one more than the
 * page has.
 *
 * <p>There are two ways to a page. One gathers all that an index finds and sorts it: good when that
 * is little. The other walks through the rows in the order of the result until the page is full:
 * good when much of what it meets fits. Which is better is known beforehand for common codes, by
 * statistics; otherwise the statement gathers a bounded number of candidates, and walks when there
 * are more.
 */
final class MatchStatement {
  private final Sql sql;
  private final Predicates predicates;
  private final Sources sources;
  private final Estimate estimate;
  private final Tuning tuning;
  private final Rows rows;
  private final List<SortKey> sort;
  private final SortKeys keys;
  private final int wanted;
  private final Cursor cursor;

  MatchStatement(
      Sql sql,
      TenantHash hash,
      Tuning tuning,
      Rows rows,
      List<SortKey> sort,
      int wanted,
      Cursor cursor) {
    this.sql = sql;
    this.predicates = new Predicates(sql);
    this.tuning = tuning;
    this.estimate = new Estimate(tuning.shares());
    this.sources = new Sources(sql, predicates, estimate);
    this.rows = rows;
    this.sort = sort;
    this.keys = new SortKeys(sql, hash, sort);
    this.wanted = wanted;
    this.cursor = cursor;
  }

  /** The number of all matches. */
  String total() {
    return "select count(*) from (" + sources.select("x.rid", rows, "x", "") + ") c";
  }

  /** Common table expressions, the last of which is {@code m}. */
  String matches() {
    Clause driver = estimate.best(rows.clauses());
    if (cursor instanceof Cursor.Behind) {
      return gathered(driver);
    }
    if (cursor instanceof Cursor.AfterKey || driver == null) {
      return "m as materialized (" + walk("true") + ")";
    }
    if (isLookup(driver)) {
      return walkIsCheaper(driver) ? "m as materialized (" + walk("true") + ")" : gathered(driver);
    }
    if (driver instanceof LinkedFrom linked && checkIsCheaper(linked)) {
      return "m as materialized (" + walk("true") + ")";
    }
    return probed(driver, estimate.rows(driver));
  }

  /** Checking one row for a reverse reference costs as much as reading some thirty. */
  private boolean checkIsCheaper(LinkedFrom driver) {
    double outer = estimate.rows(new Rows(rows.kinds(), List.of()));
    double inner = estimate.rows(driver.rows());
    return sort.isEmpty() && wanted * outer / Math.min(inner, outer) * 30 < inner * 1.5;
  }

  private static boolean isLookup(Clause driver) {
    return driver instanceof Clause.Carries
        || driver instanceof Clause.RefersTo
        || driver instanceof Clause.CarriesDescribed
        || driver instanceof Clause.IsOneOf;
  }

  /** Costs in units of a row that is read; a candidate costs its bit in the map of pages, too. */
  private boolean walkIsCheaper(Clause driver) {
    double all = estimate.rows(driver);
    if (all < Estimate.MANY || !canWalk()) {
      return false;
    }
    double share = estimate.shareOfWalk(rows);
    double kinds = estimate.rows(new Rows(rows.kinds(), List.of()));
    double gather =
        0.1 * all + share * Math.min(kinds, estimate.allRows()) * (sort.isEmpty() ? 1 : 3);
    double walk = wanted / Math.max(share, 1e-9) * (sort.isEmpty() ? 1 : 3);
    return walk < gather;
  }

  /** By keys that an index has in order. */
  private boolean canWalk() {
    if (sort.isEmpty()) {
      return true;
    }
    SortKey first = sort.getFirst();
    SearchKind kind = first.field().kind();
    boolean numeric =
        kind == SearchKind.DATE || kind == SearchKind.NUMBER || kind == SearchKind.QUANTITY;
    return sort.size() == 1 && rows.kinds().size() == 1 && (first.isUpdated() || numeric);
  }

  private String after(String rid) {
    return cursor instanceof Cursor.AfterRow after
        ? " and " + rid + " > " + sql.number(after.rid())
        : "";
  }

  private String gathered(@Nullable Clause driver) {
    return "s as materialized ("
        + sources.through(driver, "x.rid" + keys.columns("x"), rows, "x", after("x.rid + 0"))
        + "), m as materialized ("
        + sorted("s")
        + ")";
  }

  private String sorted(String from) {
    int kept = sort.isEmpty() ? wanted : wanted + PageLink.MOST_ROWS;
    String behind =
        cursor instanceof Cursor.Behind b ? " offset " + sql.number((long) b.offset()) : "";
    return "select rid, null::bigint as key, false as walked from "
        + from
        + " order by "
        + keys.order()
        + " limit "
        + kept
        + behind;
  }

  /** Candidates up to a bound; when there are more, a walk. */
  private String probed(Clause driver, double found) {
    boolean ranges = driver instanceof InRange || driver instanceof Clause.InRanges;
    boolean steps = sort.isEmpty() && ranges && found > Estimate.MANY;
    if (ranges && sort.isEmpty() && rows.clauses().size() == 1 && rows.kinds().size() == 1) {
      return onlyInRange(driver, steps);
    }
    String p = "p as materialized (" + candidates(driver) + ")";
    String few = "(select cardinality(p.rids) <= " + bound(driver) + " from p)";
    String rest =
        "select x.rid"
            + keys.columns("x")
            + " from resource_index x where "
            + few
            + " and "
            + throughCandidates(driver)
            + " and "
            + predicates.kinds(rows, "x.kind + 0")
            + predicates.and(unanswered(driver), "x")
            + after("x.rid + 0");
    String s = "s as materialized (" + rest + ")";
    String many = "not " + few;
    if (!steps) {
      return p
          + ", "
          + s
          + ", m as materialized (("
          + sorted("s")
          + ") union all ("
          + walk(many)
          + "))";
    }
    String enough = "(select count(*) >= " + wanted + " from w)";
    return firstSteps()
        + p
        + ", "
        + s.replace("where " + few, "where not " + enough + " and " + few)
        + ", m as materialized ((select rid, null::bigint as key, true as walked from w where "
        + enough
        + ") union all ("
        + sorted("s")
        + ") union all ("
        + walk("not " + enough + " and " + many)
        + "))";
  }

  /** What the candidates have still to be asked. */
  private List<Clause> unanswered(Clause driver) {
    return rows.clauses().stream()
        .filter(clause -> clause != driver || clause instanceof Clause.Around)
        .toList();
  }

  private String firstSteps() {
    return "w0 as materialized (select * from resource_index x where "
        + predicates.kinds(rows, "x.kind")
        + after("x.rid")
        + " order by x.rid limit "
        + tuning.firstSteps()
        + "), w as materialized (select x.rid from w0 x where true"
        + predicates.and(rows.clauses(), "x")
        + " limit "
        + wanted
        + "), ";
  }

  /** The index of intervals tells all: a parameter belongs to one type. */
  private String onlyInRange(Clause driver, boolean steps) {
    String enough = "(select count(*) >= " + wanted + " from w)";
    String found =
        "select distinct c.rid, null::bigint as key, false as walked from ("
            + rangeRows(driver)
            + ") c where true"
            + after("c.rid");
    String ordered = " order by rid limit " + wanted;
    return steps
        ? firstSteps()
            + "m as materialized ((select rid, null::bigint as key, true as walked from w where "
            + enough
            + ") union all ("
            + found
            + " and not "
            + enough
            + ordered
            + "))"
        : "m as materialized (" + found + ordered + ")";
  }

  private String rangeRows(Clause driver) {
    return switch (driver) {
      case InRange c -> predicates.rangeRows(c);
      case Clause.InRanges c -> predicates.rangeRows(c, rows);
      default -> throw new IllegalStateException("has no intervals: " + driver.getClass());
    };
  }

  private int bound(Clause driver) {
    return driver instanceof LinksTo || driver instanceof Clause.Either
        ? tuning.edges()
        : tuning.candidates();
  }

  /** One array of at most one more than the bound. */
  private String candidates(Clause driver) {
    int limit = bound(driver) + 1;
    String select =
        switch (driver) {
          case LinksTo c -> sources.select("z.rid", c.rows(), "z", "") + " limit " + limit;
          case LinkedFrom c -> sources.linked(c) + " limit " + limit;
          case Clause.Either c ->
              c.parts().stream()
                  .map(LinksTo.class::cast)
                  .map(
                      part ->
                          "("
                              + sources.select("z.rid", part.rows(), "z", "")
                              + " limit "
                              + limit
                              + ")")
                  .collect(Collectors.joining(" union all "));
          case Clause.HasText c -> "select rid from " + predicates.textRows(c, limit);
          case InRange c -> rangeRows(c) + " limit " + limit;
          case Clause.InRanges c -> "(" + rangeRows(c) + ") limit " + limit;
          case Clause.Around c -> predicates.rangeRows(c.box()) + " limit " + limit;
          case Clause.UpdatedIn c ->
              "select z.rid from resource_index z where "
                  + predicates.kinds(rows, "z.kind")
                  + " and "
                  + predicates.of(c, "z")
                  + " limit "
                  + limit;
          default -> throw new IllegalStateException("is looked up: " + driver.getClass());
        };
    return "select array(" + select + ") as rids";
  }

  private String throughCandidates(Clause driver) {
    String candidates = "select c.rid from p cross join unnest(p.rids) c (rid)";
    return switch (driver) {
      case LinksTo c -> "x.tokens && " + sources.edges(c, candidates);
      case Clause.Either c ->
          c.parts().stream()
              .map(part -> sources.edges((LinksTo) part, candidates))
              .collect(Collectors.joining(" || ", "x.tokens && (", ")"));
      default -> Sources.isIn("x", candidates);
    };
  }

  /** The rows in the order of the result, checked one by one, until there are enough. */
  private String walk(String condition) {
    if (sort.isEmpty()) {
      return "select x.rid, null::bigint as key, true as walked from (select * from resource_index"
          + " x where "
          + predicates.kinds(rows, "x.kind")
          + after("x.rid")
          + " order by x.rid offset 0) x where "
          + condition
          + predicates.and(rows.clauses(), "x")
          + " limit "
          + wanted;
    }
    if (!canWalk()) {
      return "select rid, null::bigint as key, false as walked from (select x.rid"
          + keys.columns("x")
          + " from resource_index x where "
          + condition
          + " and "
          + predicates.kinds(rows, "x.kind")
          + predicates.and(rows.clauses(), "x")
          + ") o order by "
          + keys.order()
          + " limit "
          + (wanted + PageLink.MOST_ROWS);
    }
    return sort.getFirst().isUpdated() ? walkByTime(condition) : walkByRange(condition);
  }

  private String walkByTime(String condition) {
    String tie = keys.tie();
    String behind = cursor instanceof Cursor.AfterKey after ? behind("x.updated", after) : "";
    return "select x.rid, x.updated as key, true as walked from (select * from resource_index x"
        + " where "
        + predicates.kinds(rows, "x.kind")
        + behind
        + " order by x.updated"
        + tie
        + ", x.rid"
        + tie
        + " offset 0) x where "
        + condition
        + predicates.and(rows.clauses(), "x")
        + " limit "
        + wanted;
  }

  private String behind(String key, Cursor.AfterKey after) {
    String compares = keys.tie().isEmpty() ? ") > (" : ") < (";
    Long value = after.key();
    return " and ("
        + key
        + ", "
        + (key.startsWith("x.") ? "x.rid" : "r.rid")
        + compares
        + sql.number(value)
        + ", "
        + sql.number(after.rid())
        + ")";
  }

  /** Those with a value in its order, then those without one. */
  private String walkByRange(String condition) {
    SortKey key = sort.getFirst();
    String tie = keys.tie();
    boolean amongMissing = cursor instanceof Cursor.AfterKey after && after.key() == null;
    String missing =
        "select x.rid, null::bigint as key, true as walked from (select * from resource_index x"
            + " where "
            + predicates.kinds(rows, "x.kind")
            + (amongMissing && cursor instanceof Cursor.AfterKey after
                ? " and x.rid " + (tie.isEmpty() ? "> " : "< ") + sql.number(after.rid())
                : "")
            + " order by x.rid"
            + tie
            + " offset 0) x where "
            + condition
            + " and "
            + keys.expression(key, "x")
            + " is null"
            + predicates.and(rows.clauses(), "x");
    if (amongMissing) {
      return missing + " limit " + wanted;
    }
    String valued =
        "select x.rid, r.low as key, true as walked from (select * from ("
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
            + predicates.and(rows.clauses(), "x");
    return "select * from ((" + valued + ") union all (" + missing + ")) o limit " + wanted;
  }

  /** One stretch of the index for each class of width, each in order. */
  private String classes(SortKey key) {
    String behind = cursor instanceof Cursor.AfterKey after ? behind("r.low", after) : "";
    String parameter = "(" + sql.numbers(keys.ranges(key)) + ")[1]";
    return IntStream.range(0, WidthClass.count())
        .mapToObj(
            widthClass ->
                "(select r.low, r.rid from resource_range r where r.param = "
                    + parameter
                    + " + "
                    + widthClass
                    + behind
                    + " order by r.low"
                    + keys.tie()
                    + ", r.rid"
                    + keys.tie()
                    + ")")
        .collect(Collectors.joining(" union all "));
  }
}
