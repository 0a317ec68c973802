package io.salus.records.feature;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of one patient's record that a feature set looks at: the events of its views, by name,
 * oldest first.
 */
record Chart(Map<String, List<Event>> events) {
  /** What of it was known at a moment. */
  Chart knownAt(Instant moment) {
    var known = new HashMap<String, List<Event>>();
    events.forEach(
        (view, all) ->
            known.put(view, all.stream().filter(event -> event.knownAt(moment)).toList()));
    return new Chart(known);
  }

  List<Event> of(String view) {
    return events.getOrDefault(view, List.of());
  }
}
