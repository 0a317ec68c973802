package io.salus.records.search;

import java.util.ArrayList;
import java.util.List;

/**
 * A statement under construction. Numbers and names of ours go into its text; whatever a client
 * wrote goes into {@code $2}, an array of texts.
 */
final class Statement {
  private final StringBuilder sql = new StringBuilder();
  private final List<String> texts = new ArrayList<>();

  Statement add(String ours) {
    sql.append(ours);
    return this;
  }

  Statement add(long number) {
    sql.append("('").append(number).append("'::bigint)");
    return this;
  }

  Statement text(String theirs) {
    texts.add(theirs);
    sql.append("($2)[").append(texts.size()).append("]");
    return this;
  }

  Statement array(List<Long> numbers) {
    sql.append("'{");
    for (int i = 0; i < numbers.size(); i++) {
      sql.append(i == 0 ? "" : ",").append(numbers.get(i));
    }
    sql.append("}'::bigint[]");
    return this;
  }

  String sql() {
    return sql.toString();
  }

  List<String> texts() {
    return texts;
  }
}
