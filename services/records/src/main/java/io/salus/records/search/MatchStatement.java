package io.salus.records.search;

import io.salus.records.search.Clause.InRange;
import io.salus.records.search.Clause.LinkedFrom;
import io.salus.records.search.Clause.Rows;
import io.salus.records.store.TenantHash;
import java.util.List;

/**
 * The query {@code m (rid, walked)} of the matches of one page, in order, one more than the page
 * has.
 *
 * <p>There are two ways to a page. One gathers all that an index finds and sorts it: good when that
 * is little. The other walks through the rows in the order of the result until the page is full:
 * good when much of what it meets fits. Which is better is known beforehand for common codes, by
 * statistics; otherwise the statement gathers a bounded number of candidates, and walks when there
 * are more.
 */
final class MatchStatement {
  private static final int MOST_STEPS = 8_192;

  private final Predicates predicates;
  private final Sources sources;
  private final Estimate estimate;
  private final Tuning tuning;
  private final Rows rows;
  private final List<SortKey> sort;
  private final SortKeys keys;
  private final int wanted;
  private final Remainder remainder;
  private final Candidates candidates;
  private final Walk walk;

  /** Whether the first steps of a walk found all that is wanted. */
  private final String enough;

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
    this.remainder = new Remainder(sql, cursor);
    this.candidates = new Candidates(predicates, sources, tuning, rows);
    this.walk = new Walk(sql, predicates, rows, sort, keys, wanted, remainder);
    this.enough = "(select count(*) >= " + wanted + " from w)";
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
    return 0.1 * estimate.rows(driver)
        + estimate.shareOfWalk(rows)
            * Math.min(kinds, estimate.allRows())
            * (sort.isEmpty() ? 1 : 3);
  }

  private String gathered(Clause driver) {
    int steps = sort.isEmpty() ? steps(driver) : 0;
    String more = remainder.of("x.rid + 0");
    String s =
        "s as materialized ("
            + sources.through(
                driver,
                "x.rid" + keys.columns("x"),
                rows,
                "x",
                steps == 0 ? more : " and not " + enough + more)
            + ")";
    return steps == 0
        ? s + ", m as materialized (" + keys.sorted("s", wanted) + ")"
        : firstSteps(steps)
            + s
            + ", m as materialized ("
            + stepped()
            + " union all ("
            + keys.sorted("s", wanted)
            + "))";
  }

  /**
   * Rows that are walked before all with a code are gathered: twice as many as should do, where
   * that is still less than to gather; else none. Powers of two, so that there are few statements.
   */
  private int steps(Clause driver) {
    double expected = 2 * toWalk();
    int steps = expected > MOST_STEPS ? 0 : Integer.highestOneBit((int) expected) * 2;
    return steps < Math.min(toGather(driver), estimate.rows(driver)) ? steps : 0;
  }

  /** Candidates up to a bound; when there are more, a walk. */
  private String probed(Clause driver, double found) {
    boolean ranges = driver instanceof InRange || driver instanceof Clause.InRanges;
    boolean steps = sort.isEmpty() && ranges && found > Estimate.MANY;
    if (ranges && sort.isEmpty() && rows.clauses().size() == 1 && rows.kinds().size() == 1) {
      return onlyInRange(driver, steps);
    }
    String p = "p as materialized (" + candidates.of(driver) + ")";
    String few = "(select cardinality(p.rids) <= " + candidates.bound(driver) + " from p)";
    String many = "not " + few;
    if (!steps) {
      return p
          + ", s as materialized ("
          + rest(driver, few)
          + "), m as materialized (("
          + keys.sorted("s", wanted)
          + ") union all ("
          + walk.rows(many)
          + "))";
    }
    return firstSteps(tuning.firstSteps())
        + p
        + ", s as materialized ("
        + rest(driver, "not " + enough + " and " + few)
        + "), m as materialized ("
        + stepped()
        + " union all ("
        + keys.sorted("s", wanted)
        + ") union all ("
        + walk.rows("not " + enough + " and " + many)
        + "))";
  }

  /**
   * The candidates that fit; without an order of their own not more than are wanted are read.
   *
   * @param condition on all of them
   */
  private String rest(Clause driver, String condition) {
    String fitting = predicates.kinds(rows, "x.kind + 0") + predicates.and(unanswered(driver), "x");
    if (sort.isEmpty() && Candidates.areRows(driver)) {
      return "select x.rid from "
          + Candidates.inOrder(condition, remainder.of("c.rid"))
          + " where "
          + fitting
          + " limit "
          + wanted;
    }
    return "select x.rid"
        + keys.columns("x")
        + " from resource_index x where "
        + condition
        + " and "
        + candidates.through(driver)
        + " and "
        + fitting
        + remainder.of("x.rid + 0");
  }

  /** What the candidates have still to be asked. */
  private List<Clause> unanswered(Clause driver) {
    return rows.clauses().stream()
        .filter(clause -> clause != driver || clause instanceof Clause.Around)
        .toList();
  }

  /** Those that the first steps found, when they are enough. */
  private String stepped() {
    return "(select rid, true as walked from w where " + enough + ")";
  }

  /** {@code w}: those wanted among the first rows. */
  private String firstSteps(int steps) {
    return "w as materialized (select x.rid from (select * from resource_index x where "
        + predicates.kinds(rows, "x.kind")
        + remainder.of("x.rid")
        + " order by x.rid limit "
        + steps
        + ") x where true"
        + predicates.and(rows.clauses(), "x")
        + " limit "
        + wanted
        + "), ";
  }

  /** The index of intervals tells all: a parameter belongs to one type. */
  private String onlyInRange(Clause driver, boolean steps) {
    String found =
        "select distinct c.rid, false as walked from ("
            + candidates.rangeRows(driver)
            + ") c where true"
            + remainder.of("c.rid");
    String ordered = " order by rid limit " + wanted;
    return steps
        ? firstSteps(tuning.firstSteps())
            + "m as materialized ("
            + stepped()
            + " union all ("
            + found
            + " and not "
            + enough
            + ordered
            + "))"
        : "m as materialized (" + found + ordered + ")";
  }
}
