package io.salus.records.search;

import io.salus.records.search.Clause.Carries;
import io.salus.records.search.Clause.LinkedFrom;
import io.salus.records.search.Clause.LinksTo;
import java.util.List;

/** Conditions on what a row refers to, or is referred to by: other rows of the index. */
final class LinkPredicates {
  private final Sql sql;
  private final Predicates predicates;

  LinkPredicates(Sql sql, Predicates predicates) {
    this.sql = sql;
    this.predicates = predicates;
  }

  String linksTo(LinksTo clause, String row) {
    String target = sql.name("t");
    String link = sql.name("l");
    return "exists (select from unnest("
        + row
        + ".links) "
        + link
        + " (rid) join resource_index "
        + target
        + " on "
        + target
        + ".rid = "
        + link
        + ".rid where "
        + predicates.kinds(clause.rows(), target + ".kind")
        + " and "
        + edge(link + ".rid", clause.parameters(), row)
        + predicates.and(clause.rows().clauses(), target)
        + ")";
  }

  /**
   * Looked up for each row by the edge and all codes at once: left to itself, PostgreSQL would
   * gather all rows with the codes and compare each of them.
   */
  String linkedFrom(LinkedFrom clause, String row) {
    String source = sql.name("s");
    String p = sql.name("p");
    StringBuilder edges = new StringBuilder(source);
    if (clause.parameters().size() == 1) {
      edges.append(".tokens @> array[hashint8extended(").append(row).append(".rid, (");
      edges.append(sql.numbers(clause.parameters())).append(")[1])");
      for (Clause other : clause.rows().clauses()) {
        if (other instanceof Carries carries && carries.anyOf().size() == 1) {
          edges.append(", (").append(sql.numbers(carries.anyOf())).append(")[1]");
        }
      }
      edges.append("]");
    } else {
      edges.append(".tokens && array(select hashint8extended(").append(row).append(".rid, ");
      edges.append(p).append(") from unnest(").append(sql.numbers(clause.parameters()));
      edges.append(") ").append(p).append(")");
    }
    return "exists (select from (select * from resource_index "
        + source
        + " where "
        + edges
        + " offset 0) "
        + source
        + " where "
        + predicates.kinds(clause.rows(), source + ".kind")
        + predicates.and(clause.rows().clauses(), source)
        + ")";
  }

  /** Whether the row refers to the target by one of the parameters. */
  String edge(String target, List<Long> parameters, String row) {
    if (parameters.size() == 1) {
      return "hashint8extended("
          + target
          + ", ("
          + sql.numbers(parameters)
          + ")[1]) = any ("
          + row
          + ".tokens)";
    }
    String p = sql.name("p");
    return "exists (select from unnest("
        + sql.numbers(parameters)
        + ") "
        + p
        + " where hashint8extended("
        + target
        + ", "
        + p
        + ") = any ("
        + row
        + ".tokens))";
  }
}
