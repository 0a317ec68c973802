package io.salus.records.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.fhirpath.Temporal;
import io.salus.service.errors.AppException.Unprocessable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * One value of a patient at a moment.
 *
 * @param column place of the column in the view; -1 for an aggregate that needs none
 */
record Measure(Rows rows, Aggregate aggregate, int column, ValueType type) {
  /** Mean length of a Gregorian year, in seconds. */
  private static final double YEAR = 365.2425 * 86_400;

  /** A Double, Boolean or String as the type says; null when it is missing. */
  @Nullable Object at(Chart chart, Instant moment) {
    List<Event> events = rows.until(chart, moment);
    if (aggregate.needsColumn()) {
      events = events.stream().filter(event -> event.values().get(column) != null).toList();
    }
    return switch (aggregate) {
      case EXISTS -> !events.isEmpty();
      case COUNT -> (double) events.size();
      case COUNT_DISTINCT ->
          (double) events.stream().map(event -> node(event).asText()).distinct().count();
      case LAST -> events.isEmpty() ? null : value(events.getLast());
      case FIRST -> events.isEmpty() ? null : value(events.getFirst());
      case MEAN -> events.isEmpty() ? null : numbers(events).average().orElseThrow();
      case MIN -> events.isEmpty() ? null : numbers(events).min().orElseThrow();
      case MAX -> events.isEmpty() ? null : numbers(events).max().orElseThrow();
      case SLOPE -> slope(events);
      case TIME_SINCE -> events.isEmpty() ? null : years(time(events.getLast()), moment);
      case AGE -> events.isEmpty() ? null : age(events.getLast(), moment);
    };
  }

  private Object value(Event event) {
    var node = node(event);
    return switch (type) {
      case NUMBER -> number(event);
      case BOOLEAN -> {
        if (!node.isBoolean()) {
          throw wrong("is no boolean");
        }
        yield node.booleanValue();
      }
      case CATEGORY -> node.asText();
    };
  }

  private DoubleStream numbers(List<Event> events) {
    return events.stream().mapToDouble(this::number);
  }

  private double number(Event event) {
    var node = node(event);
    if (!node.isNumber()) {
      throw wrong("is no number");
    }
    return node.doubleValue();
  }

  private @Nullable Double slope(List<Event> events) {
    if (events.isEmpty()) {
      return null;
    }
    var origin = time(events.getFirst());
    ToDoubleFunction<Event> x = event -> years(origin, time(event));
    double meanX = events.stream().mapToDouble(x).average().orElseThrow();
    double meanY = numbers(events).average().orElseThrow();
    double spread = 0;
    double common = 0;
    for (var event : events) {
      double dx = x.applyAsDouble(event) - meanX;
      spread += dx * dx;
      common += dx * (number(event) - meanY);
    }
    return spread == 0 ? null : common / spread;
  }

  private @Nullable Double age(Event event, Instant moment) {
    var date = Temporal.parse(node(event).asText());
    return date == null || date.low().isAfter(moment) ? null : years(date.low(), moment);
  }

  private static double years(Instant from, Instant to) {
    return Duration.between(from, to).toSeconds() / YEAR;
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
            + view.view().columns().get(column).name()
            + " of view "
            + view.name()
            + " "
            + what
            + ".");
  }
}
