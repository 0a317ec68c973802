package io.salus.records.search;

import io.salus.records.search.Clause.LinkedFrom;
import io.salus.records.search.Clause.LinksTo;
import io.salus.records.search.Clause.Rows;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of a set in no order, through the index of the clause that is expected to find the
 * fewest. {@code + 0} keeps PostgreSQL from another index, which it would choose while it thinks
 * the tables are empty.
 */
final class Sources {
  private final Sql sql;
  private final Predicates predicates;
  private final Estimate estimate;

  Sources(Sql sql, Predicates predicates, Estimate estimate) {
    this.sql = sql;
    this.predicates = predicates;
    this.estimate = estimate;
  }

  /**
   * A query of rows {@code row} of resource_index.
   *
   * @param more further conditions, each after {@code and}
   */
  String select(String columns, Rows rows, String row, String more) {
    return through(estimate.best(rows.clauses()), columns, rows, row, more);
  }

  String through(@Nullable Clause driver, String columns, Rows rows, String row, String more) {
    String candidates = driver == null ? null : candidates(driver, rows, row);
    String start = "select " + columns + " from resource_index " + row + " where ";
    if (candidates == null) {
      return start
          + predicates.kinds(rows, row + ".kind")
          + predicates.and(rows.clauses(), row)
          + more;
    }
    List<Clause> rest = rows.clauses().stream().filter(c -> c != driver).toList();
    return start
        + candidates
        + " and "
        + predicates.kinds(rows, row + ".kind + 0")
        + predicates.and(rest, row)
        + more;
  }

  /** A condition that an index answers, or null: then the kind's rows are the candidates. */
  private @Nullable String candidates(Clause driver, Rows rows, String row) {
    return switch (driver) {
      case Clause.Carries c -> predicates.of(c, row);
      case Clause.RefersTo c -> predicates.of(c, row);
      case Clause.CarriesDescribed c -> predicates.of(c, row);
      case Clause.IsOneOf c -> predicates.of(c, row);
      case Clause.HasText c -> isIn(row, "select rid from " + predicates.texts().textRows(c, 0));
      case Clause.InRange c -> isIn(row, predicates.ranges().rangeRows(c));
      case Clause.InRanges c -> isIn(row, predicates.ranges().rangeRows(c, rows));
      case LinksTo c -> row + ".tokens && " + edges(c, inner(c.rows()));
      case LinkedFrom c -> isIn(row, linked(c));
      case Clause.Either c ->
          c.parts().stream()
              .map(LinksTo.class::cast)
              .map(part -> edges(part, inner(part.rows())))
              .collect(Collectors.joining(" || ", row + ".tokens && (", ")"));
      case Clause.Around c ->
          isIn(row, predicates.ranges().rangeRows(c.box())) + " and " + predicates.of(c, row);
      case Clause.UpdatedIn c -> null;
      case Clause.Both c -> null;
      case Clause.Without c -> null;
    };
  }

  static String isIn(String row, String select) {
    return row + ".rid = any (array(" + select + "))";
  }

  private String inner(Rows rows) {
    String row = sql.name("y");
    return select(row + ".rid", rows, row, "");
  }

  /** Edges to the rows of the query. */
  String edges(LinksTo clause, String inner) {
    String target = sql.name("e");
    String p = sql.name("p");
    return "array(select hashint8extended("
        + target
        + ".rid, "
        + p
        + ") from ("
        + inner
        + ") "
        + target
        + " cross join unnest("
        + sql.numbers(clause.parameters())
        + ") "
        + p
        + ")";
  }

  /** What the rows refer to by one of the parameters. */
  String linked(LinkedFrom clause) {
    String row = sql.name("y");
    String source = sql.name("f");
    String link = sql.name("l");
    return "select "
        + link
        + ".rid from ("
        + select(row + ".links, " + row + ".tokens", clause.rows(), row, "")
        + ") "
        + source
        + " cross join unnest("
        + source
        + ".links) "
        + link
        + " (rid) where "
        + predicates.links().edge(link + ".rid", clause.parameters(), source);
  }
}
