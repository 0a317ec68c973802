package io.salus.records.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.fhirpath.Temporal;
import io.salus.service.errors.AppException.Unprocessable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value of a patient at a moment.
 *
 * @param column place of the column in the view; -1 for an aggregate that needs none
 */
record Measure(Rows rows, Aggregate aggregate, int column, ValueType type, Scale scale) {
  /** What is known at a moment: of events known then, and no others. */
  Reading at(Chart chart, Instant moment) {
    List<Event> events = rows.until(chart, moment);
    if (aggregate.needsColumn()) {
      events = events.stream().filter(event -> event.values().get(column) != null).toList();
    }
    if (aggregate.isOfAmounts(type)) {
      var series = series(events);
      return new Reading(series.of(aggregate, scale), series.unconvertible());
    }
    return Reading.of(
        switch (aggregate) {
          case EXISTS -> !events.isEmpty();
          case COUNT -> (double) events.size();
          case COUNT_DISTINCT ->
              (double) events.stream().map(event -> node(event).asText()).distinct().count();
          case LAST -> events.isEmpty() ? null : value(events.getLast());
          case FIRST -> events.isEmpty() ? null : value(events.getFirst());
          case TIME_SINCE ->
              events.isEmpty() ? null : scale.between(time(events.getLast()), moment);
          case AGE -> events.isEmpty() ? null : age(events.getLast(), moment);
          case MEAN, MIN, MAX, SLOPE ->
              throw new IllegalStateException(aggregate + " is made of amounts");
        });
  }

  private Series series(List<Event> events) {
    var samples = new ArrayList<Series.Sample>(events.size());
    for (var event : events) {
      var node = node(event);
      if (!node.isNumber()) {
        throw wrong("is no number");
      }
      scale
          .convert(node.decimalValue(), event)
          .ifPresent(value -> samples.add(new Series.Sample(event.time(), value)));
    }
    return new Series(samples, events.size() - samples.size());
  }

  private Object value(Event event) {
    var node = node(event);
    if (type == ValueType.CATEGORY) {
      return node.asText();
    }
    if (!node.isBoolean()) {
      throw wrong("is no boolean");
    }
    return node.booleanValue();
  }

  private @Nullable Double age(Event event, Instant moment) {
    var date = Temporal.parse(node(event).asText());
    return date == null || date.low().isAfter(moment) ? null : scale.between(date.low(), moment);
  }

  private static Instant time(Event event) {
    if (event.time() == null) {
      throw new IllegalStateException("an event without time in a view with time");
    }
    return event.time();
  }

  private JsonNode node(Event event) {
    var node = event.values().get(column);
    if (node == null) {
      throw new IllegalStateException("rows without a value were left out before");
    }
    return node;
  }

  private Unprocessable wrong(String what) {
    var view = rows.from();
    return new Unprocessable(
        "A value of column "
            + view.columns().get(column).name()
            + " of view "
            + view.name()
            + " "
            + what
            + ".");
  }
}
