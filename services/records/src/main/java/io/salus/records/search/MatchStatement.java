package io.salus.records.search;

import io.salus.records.search.Clause.InRange;
import io.salus.records.search.Clause.LinkedFrom;
import io.salus.records.search.Clause.Rows;
import io.salus.records.store.TenantHash;
import java.util.List;

/**
 * The query {@code m (rid, partly)} of the matches of one page, in order, one more than the page
 * has.
 *
 * <p>There are two ways to a page. One gathers all that an index finds and sorts it: good when that
 * is little. The other walks through the rows in the order of the result until the page is full:
 * good when much of what it meets fits. Which is better is known beforehand for common codes, by
 * statistics; otherwise the statement gathers a bounded number of candidates, and walks when there
 * are more. The first page of a result that nobody asked an order of is what an index gives first:
 * the statement tries a part of it before it does either.
 */
final class MatchStatement {
  private static final int MOST_STEPS = 8_192;

  /** Candidates that a page is tried with. */
  private static final int FOUND_FOR_ONE = 8;

  private final Predicates predicates;
  private final Sources sources;
  private final Estimate estimate;
  private final Tuning tuning;
  private final Rows rows;
  private final List<SortKey> sort;
  private final SortKeys keys;
  private final int wanted;
  private final boolean anyOrder;
  private final Remainder remainder;
  private final Candidates candidates;
  private final Walk walk;

  /**
   * @param wanted matches, at least
   */
  MatchStatement(
      Sql sql, TenantHash hash, Tuning tuning, Search search, int wanted, Cursor cursor) {
    this.predicates = new Predicates(sql);
    this.tuning = tuning;
    this.estimate = new Estimate(tuning.shares());
    this.sources = new Sources(sql, predicates, estimate);
    this.rows = new Lowering(hash).rows(search.types(), search.criteria());
    this.sort = search.sort();
    this.keys = new SortKeys(sql, hash, sort);
    this.wanted = wanted;
    this.anyOrder =
        cursor instanceof Cursor.Start && sort.isEmpty() && wanted <= PageLink.MOST_ROWS + 1;
    this.remainder = new Remainder(sql, cursor);
    this.candidates = new Candidates(predicates, sources, tuning, rows);
    this.walk = new Walk(sql, predicates, rows, sort, keys, wanted, remainder);
  }

  /** The number of all matches. */
  String total() {
    return "select count(*) from (" + sources.select("x.rid", rows, "x", "") + ") c";
  }

  /** The number of all matches, or one more than so many. */
  String totalUpTo(int most) {
    return "select count(*) from ("
        + sources.select("x.rid", rows, "x", "")
        + " limit "
        + (most + 1)
        + ") c";
  }

  /** A guess at the number of all matches, by how common each condition is. */
  long roughly() {
    return Math.round(estimate.matches(rows));
  }

  /** The rids of all matches in no order, at most so many. */
  String all(int most) {
    return "select array(" + sources.select("x.rid", rows, "x", "") + " limit " + most + ")";
  }

  /** Common table expressions, the last of which is {@code m}. */
  String matches() {
    Clause driver = estimate.best(rows.clauses());
    if (driver == null) {
      return walked();
    }
    if (isLookup(driver)) {
      return walkIsCheaper(driver) ? walked() : gathered(driver);
    }
    if (driver instanceof LinkedFrom linked && checkIsCheaper(linked)) {
      return walked();
    }
    return probed(driver, estimate.rows(driver));
  }

  private String walked() {
    return "m as materialized (" + walk.rows("true") + ")";
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
    if (all < Estimate.MANY || !walk.isPossible()) {
      return false;
    }
    return toWalk() * (sort.isEmpty() ? 1 : 3) < toGather(driver);
  }

  /** Rows that a walk reads until the page is full. */
  private double toWalk() {
    return wanted / Math.max(estimate.shareOfWalk(rows), 1e-9);
  }

  private double toGather(Clause driver) {
    double kinds = estimate.rows(new Rows(rows.kinds(), List.of()));
    double matches = estimate.shareOfWalk(rows) * Math.min(kinds, estimate.allRows());
    double read = anyOrder ? Math.min(matches, wanted) : matches;
    return 0.1 * estimate.rows(driver) + read * (sort.isEmpty() ? 1 : 3);
  }

  private String gathered(Clause driver) {
    FirstTry first = steps(sort.isEmpty() ? stepsBefore(driver) : 0);
    return first.expressions()
        + "s as materialized ("
        + sources.through(
            driver,
            "x.rid" + keys.columns("x"),
            rows,
            "x",
            " and " + first.failed("true") + remainder.of("x.rid + 0"))
        + untilFull()
        + "), m as materialized ("
        + first.or(page())
        + ")";
  }

  /** Of {@code s}, what is wanted. */
  private String page() {
    return anyOrder ? "select rid, true as partly from s order by rid" : keys.sorted("s", wanted);
  }

  private String untilFull() {
    return anyOrder ? " limit " + wanted : "";
  }

  /**
   * Rows that are walked before all with a code are gathered: twice as many as should do, where
   * that is still less than to gather; else none. Powers of two, so that there are few statements.
   */
  private int stepsBefore(Clause driver) {
    double expected = 2 * toWalk();
    int steps = expected > MOST_STEPS ? 0 : Integer.highestOneBit((int) expected) * 2;
    return steps < Math.min(toGather(driver), estimate.rows(driver)) ? steps : 0;
  }

  /** Candidates up to a bound; when there are more, a walk. */
  private String probed(Clause driver, double found) {
    FirstTry first = firstTry(driver, found);
    if (isAllInRange(driver)) {
      return first.expressions()
          + "m as materialized ("
          + first.or(allInRange(driver, first.failed("true")))
          + ")";
    }
    String few = "(select cardinality(p.rids) <= " + candidates.bound(driver) + " from p)";
    return first.expressions()
        + "p as materialized ("
        + candidates.of(driver)
        + "), s as materialized ("
        + rest(driver, first.failed(few))
        + "), m as materialized ("
        + first.or("(" + page() + ") union all (" + walk.rows(first.failed("not " + few)) + ")")
        + ")";
  }

  private FirstTry firstTry(Clause driver, double found) {
    if (anyOrder && Candidates.areRows(driver)) {
      return firstFound(driver);
    }
    boolean mayBeMany = isRange(driver) && found > Estimate.MANY;
    return steps(mayBeMany && sort.isEmpty() ? tuning.firstSteps() : 0);
  }

  /**
   * The candidates that fit; without an order of their own not more than are wanted are read.
   *
   * @param condition on all of them
   */
  private String rest(Clause driver, String condition) {
    if (sort.isEmpty() && Candidates.areRows(driver)) {
      String inOrder = Candidates.inOrder(condition, remainder.of("c.rid"));
      return fitting(driver, inOrder) + " limit " + wanted;
    }
    return "select x.rid"
        + keys.columns("x")
        + " from resource_index x where "
        + condition
        + " and "
        + candidates.through(driver)
        + " and "
        + fits(driver)
        + remainder.of("x.rid + 0")
        + untilFull();
  }

  /** Of rows {@code x} of candidates. */
  private String fitting(Clause driver, String candidates) {
    return "select x.rid from " + candidates + " where " + fits(driver);
  }

  private String fits(Clause driver) {
    return predicates.kinds(rows, "x.kind + 0") + predicates.and(unanswered(driver), "x");
  }

  /** What the candidates have still to be asked. */
  private List<Clause> unanswered(Clause driver) {
    return rows.clauses().stream()
        .filter(clause -> clause != driver || clause instanceof Clause.Around)
        .toList();
  }

  /** The first rows in the order of their making. */
  private FirstTry steps(int steps) {
    return steps == 0
        ? FirstTry.NONE
        : new FirstTry(
            "w as materialized (select x.rid from (select * from resource_index x where "
                + predicates.kinds(rows, "x.kind")
                + remainder.of("x.rid")
                + " order by x.rid limit "
                + steps
                + ") x where true"
                + predicates.and(rows.clauses(), "x")
                + " limit "
                + wanted
                + "), ",
            "(select count(*) >= " + wanted + " from w)",
            false);
  }

  /** The first candidates; some come several times. */
  private FirstTry firstFound(Clause driver) {
    int some = FOUND_FOR_ONE * wanted;
    String each = "select distinct c.rid from c";
    return new FirstTry(
        "c as materialized ("
            + candidates.some(driver, some)
            + "), w as materialized ("
            + (isAllInRange(driver) ? each : fitting(driver, Candidates.each(each)))
            + " limit "
            + wanted
            + "), ",
        "(select count(*) < " + some + " from c) or (select count(*) >= " + wanted + " from w)",
        true);
  }

  private static boolean isRange(Clause clause) {
    return clause instanceof InRange || clause instanceof Clause.InRanges;
  }

  /** The index of intervals tells all: a parameter belongs to one type. */
  private boolean isAllInRange(Clause driver) {
    return sort.isEmpty()
        && isRange(driver)
        && rows.clauses().size() == 1
        && rows.kinds().size() == 1;
  }

  private String allInRange(Clause driver, String condition) {
    return "select distinct c.rid, false as partly from ("
        + candidates.rangeRows(driver)
        + ") c where "
        + condition
        + remainder.of("c.rid")
        + " order by rid limit "
        + wanted;
  }
}
