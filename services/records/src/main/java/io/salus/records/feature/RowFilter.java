package io.salus.records.feature;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/**
 * Which rows of a view count.
 *
 * @param where by the place of a column: the values of which it must hold one
 * @param unless by the place of a column: the values of which it must hold none
 */
record RowFilter(Map<Integer, Set<String>> where, Map<Integer, Set<String>> unless) {
  boolean keeps(Event event) {
    return where.entrySet().stream().allMatch(e -> holds(event, e.getKey(), e.getValue()))
        && unless.entrySet().stream().noneMatch(e -> holds(event, e.getKey(), e.getValue()));
  }

  private static boolean holds(Event event, int column, Set<String> values) {
    JsonNode value = event.values().get(column);
    if (value == null) {
      return false;
    }
    return value.isArray()
        ? value.valueStream().anyMatch(v -> values.contains(v.asText()))
        : values.contains(value.asText());
  }
}
