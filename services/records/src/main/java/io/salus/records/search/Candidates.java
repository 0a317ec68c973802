package io.salus.records.search;

import io.salus.records.search.Clause.InRange;
import io.salus.records.search.Clause.LinkedFrom;
import io.salus.records.search.Clause.LinksTo;
import io.salus.records.search.Clause.Rows;
import java.util.stream.Collectors;

/** What one clause finds, up to a bound: an array of rids that say which rows to look at. */
final class Candidates {
  private final Predicates predicates;
  private final Sources sources;
  private final Tuning tuning;
  private final Rows rows;

  Candidates(Predicates predicates, Sources sources, Tuning tuning, Rows rows) {
    this.predicates = predicates;
    this.sources = sources;
    this.tuning = tuning;
    this.rows = rows;
  }

  int bound(Clause driver) {
    return areRows(driver) ? tuning.candidates() : tuning.edges();
  }

  /** One array of at most one more than the bound. */
  String of(Clause driver) {
    return "select array(" + some(driver, bound(driver) + 1) + ") as rids";
  }

  /** A query of the first that are found. */
  String some(Clause driver, int limit) {
    return switch (driver) {
      case LinksTo c -> sources.select("z.rid", c.rows(), "z", "") + " limit " + limit;
      case LinkedFrom c -> sources.linked(c) + " limit " + limit;
      case Clause.Either c ->
          c.parts().stream()
              .map(LinksTo.class::cast)
              .map(
                  part ->
                      "(" + sources.select("z.rid", part.rows(), "z", "") + " limit " + limit + ")")
              .collect(Collectors.joining(" union all "));
      case Clause.HasText c -> "select rid from " + predicates.texts().textRows(c, limit);
      case InRange c -> rangeRows(c) + " limit " + limit;
      case Clause.InRanges c -> rangeRows(c) + " limit " + limit;
      case Clause.Around c -> predicates.ranges().rangeRows(c.box()) + " limit " + limit;
      case Clause.UpdatedIn c ->
          "select z.rid from resource_index z where "
              + predicates.kinds(rows, "z.kind")
              + " and "
              + predicates.of(c, "z")
              + " limit "
              + limit;
      default -> throw new IllegalStateException("is looked up: " + driver.getClass());
    };
  }

  /** Whether they are the rows themselves, not what rows refer to. */
  static boolean areRows(Clause driver) {
    return !(driver instanceof LinksTo || driver instanceof Clause.Either);
  }

  /**
   * Rows {@code x} of the candidates in the order of their making, each read when it is its turn.
   *
   * @param condition on all of them
   * @param remainder of the result, on {@code c.rid}
   */
  static String inOrder(String condition, String remainder) {
    return each(
        "select distinct c.rid from p cross join unnest(p.rids) c (rid) where "
            + condition
            + remainder
            + " order by c.rid offset 0");
  }

  /** Rows {@code x} of a query of rids, in its order. */
  static String each(String rids) {
    return "("
        + rids
        + ") c cross join lateral (select * from resource_index y where y.rid = c.rid offset 0) x";
  }

  String through(Clause driver) {
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

  String rangeRows(Clause driver) {
    return switch (driver) {
      case InRange c -> predicates.ranges().rangeRows(c);
      case Clause.InRanges c -> predicates.ranges().rangeRows(c, rows);
      default -> throw new IllegalStateException("has no intervals: " + driver.getClass());
    };
  }
}
