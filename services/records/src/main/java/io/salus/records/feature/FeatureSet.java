package io.salus.records.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.view.ViewException;
import io.salus.service.errors.AppException.Unprocessable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A compiled definition; immutable, may be used by many threads at once.
 *
 * @param sha256 of the canonical definition, hex
 * @param json the definition as it was written
 * @param training null when the set is for serving only
 */
record FeatureSet(
    String name,
    String description,
    String sha256,
    String json,
    List<EventView> views,
    List<Feature> features,
    @Nullable Training training) {

  /** Types of the resources that {@link #chart} wants. */
  Set<String> resourceTypes() {
    return views.stream()
        .filter(ResourceView.class::isInstance)
        .map(view -> ((ResourceView) view).view().resource())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * What the set looks at in a patient's record.
   *
   * @param resources of one patient, in any order
   * @throws Unprocessable when a view does not fit a resource
   */
  Chart chart(List<JsonNode> resources) {
    Map<String, List<Event>> events = new HashMap<>();
    for (var view : views) {
      var list =
          new ArrayList<>(
              switch (view) {
                case ResourceView of -> events(of, resources);
                case JoinedView join ->
                    join.join(
                        events.getOrDefault(join.left().name(), List.of()),
                        events.getOrDefault(join.right().name(), List.of()));
              });
      list.sort(
          Comparator.comparing((Event event) -> event.time() == null ? Instant.MIN : event.time())
              .thenComparing(Event::source));
      events.put(view.name(), List.copyOf(list));
    }
    return new Chart(events);
  }

  private static List<Event> events(ResourceView view, List<JsonNode> resources) {
    var events = new ArrayList<Event>();
    for (var resource : resources) {
      try {
        view.events(resource).forEach(events::add);
      } catch (ViewException e) {
        throw new Unprocessable(
            "View "
                + view.name()
                + " does not fit "
                + view.view().resource()
                + "/"
                + resource.path("id").asText()
                + ": "
                + e.getMessage());
      }
    }
    return events;
  }

  /**
   * The row of a patient at a moment: the only way to a row, for training and for serving.
   *
   * @return in the order of the features
   */
  List<Reading> row(Chart chart, Instant moment) {
    return features.stream().map(feature -> feature.measure().at(chart, moment)).toList();
  }

  /** The patient's part in training; empty when the patient has none. */
  Optional<Example> example(Chart chart) {
    return training == null ? Optional.empty() : training.example(chart);
  }

  /** ISO 8601 period in which the outcome has to come; empty without training. */
  String labelWithin() {
    return training == null ? "" : String.valueOf(training.outcome().within());
  }

  String labelDescription() {
    return training == null ? "" : training.labelDescription();
  }
}
