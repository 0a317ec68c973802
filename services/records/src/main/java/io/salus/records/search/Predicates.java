package io.salus.records.search;

import io.salus.records.search.Clause.Carries;
import io.salus.records.search.Clause.CarriesDescribed;
import io.salus.records.search.Clause.HasText;
import io.salus.records.search.Clause.InRange;
import io.salus.records.search.Clause.LinkedFrom;
import io.salus.records.search.Clause.LinksTo;
import io.salus.records.search.Clause.RefersTo;
import io.salus.records.search.Clause.Rows;
import io.salus.records.store.ResourceId;
import java.util.List;
import java.util.stream.Collectors;

/** Clauses as SQL on one row of resource_index. Any of them can be asked of any row. */
final class Predicates {
  private final Sql sql;
  private final TextPredicates texts;
  private final RangePredicates ranges;
  private final LinkPredicates links;

  Predicates(Sql sql) {
    this.sql = sql;
    this.texts = new TextPredicates(sql);
    this.ranges = new RangePredicates(sql);
    this.links = new LinkPredicates(sql, this);
  }

  TextPredicates texts() {
    return texts;
  }

  RangePredicates ranges() {
    return ranges;
  }

  LinkPredicates links() {
    return links;
  }

  /** All of them, each after {@code and}. */
  String and(List<Clause> clauses, String row) {
    return clauses.stream().map(c -> " and " + of(c, row)).collect(Collectors.joining());
  }

  /**
   * @param kind the column, or something that equals it
   */
  String kinds(Rows rows, String kind) {
    return sql.in(kind, rows.kinds());
  }

  String of(Clause clause, String row) {
    return switch (clause) {
      case Carries c when c.anyOf().size() == 1 -> row + ".tokens @> " + sql.numbers(c.anyOf());
      case Carries c -> row + ".tokens && " + sql.numbers(c.anyOf());
      case RefersTo c -> row + ".tokens && " + edges(c);
      case CarriesDescribed c -> row + ".tokens && " + concepts(c);
      case InRange c -> ranges.inRange(c, row);
      case Clause.InRanges c -> ranges.inRanges(c, row);
      case HasText c -> texts.hasText(c, row);
      case Clause.Around c -> ranges.around(c, row);
      case Clause.UpdatedIn c -> ranges.updated(c, row);
      case Clause.IsOneOf c -> row + ".rid = any (" + ids(c) + ")";
      case LinksTo c -> links.linksTo(c, row);
      case LinkedFrom c -> links.linkedFrom(c, row);
      case Clause.Either c -> joined(c.parts(), " or ", "false", row);
      case Clause.Both c -> joined(c.parts(), " and ", "true", row);
      case Clause.Without c -> "not (" + of(c.part(), row) + ")";
    };
  }

  private String joined(List<Clause> parts, String by, String none, String row) {
    return parts.isEmpty()
        ? none
        : parts.stream().map(p -> of(p, row)).collect(Collectors.joining(by, "(", ")"));
  }

  /** Evaluated once a statement: its own sub-select. */
  private String edges(RefersTo clause) {
    return "(select search_edges($1, "
        + sql.texts(sql.derived(clause.anyOf(), "types", () -> types(clause)))
        + ", "
        + sql.texts(sql.derived(clause.anyOf(), "ids", () -> ids(clause)))
        + ", "
        + sql.numbers(clause.parameters())
        + "))";
  }

  private static List<String> types(RefersTo clause) {
    return clause.anyOf().stream().map(ResourceId::type).toList();
  }

  private static List<String> ids(RefersTo clause) {
    return clause.anyOf().stream().map(ResourceId::id).toList();
  }

  private String concepts(CarriesDescribed clause) {
    return "(select search_concepts($1, "
        + sql.numbers(clause.parameters())
        + ", "
        + sql.texts(clause.anyOf())
        + ", "
        + sql.texts(texts.ends(clause.anyOf()))
        + "))";
  }

  String ids(Clause.IsOneOf clause) {
    return "(select search_ids($1, "
        + sql.texts(clause.types())
        + ", "
        + sql.texts(clause.ids())
        + "))::bigint[]";
  }
}
