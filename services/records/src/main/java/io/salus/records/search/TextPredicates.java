package io.salus.records.search;

import io.salus.records.search.Clause.HasText;
import java.util.List;

/** Conditions on readable texts, which are guarded and reached through functions only. */
final class TextPredicates {
  private final Sql sql;

  TextPredicates(Sql sql) {
    this.sql = sql;
  }

  String hasText(HasText clause, String row) {
    return clause.anywhere()
        ? "search_has_text_within($1, "
            + row
            + ".rid, "
            + sql.numbers(clause.parameters())
            + ", "
            + sql.texts(clause.anyOf())
            + ")"
        : "search_has_text($1, "
            + row
            + ".rid, "
            + sql.numbers(clause.parameters())
            + ", "
            + sql.texts(clause.anyOf())
            + ", "
            + sql.texts(ends(clause.anyOf()))
            + ")";
  }

  /** The rids of the rows that have such a text. */
  String textRows(HasText clause, int limit) {
    return clause.anywhere()
        ? "search_texts_within($1, "
            + sql.numbers(clause.parameters())
            + ", "
            + sql.texts(clause.anyOf())
            + ", "
            + limit
            + ")"
        : "search_texts($1, "
            + sql.numbers(clause.parameters())
            + ", "
            + sql.texts(clause.anyOf())
            + ", "
            + sql.texts(ends(clause.anyOf()))
            + ", "
            + limit
            + ")";
  }

  /** Behind all texts that start so, in the C collation. */
  List<String> ends(List<String> starts) {
    return sql.derived(
        starts,
        "ends",
        () -> starts.stream().map(s -> s + Character.toString(Character.MAX_CODE_POINT)).toList());
  }
}
