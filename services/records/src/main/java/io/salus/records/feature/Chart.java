package io.salus.records.feature;

import java.util.List;
import java.util.Map;

/**
 * The part of one patient's record that a feature set looks at: the events of its views, by name,
 * oldest first.
 */
record Chart(Map<String, List<Event>> events) {
  List<Event> of(String view) {
    return events.getOrDefault(view, List.of());
  }
}
