package io.salus.records.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.view.Column;
import io.salus.service.errors.AppException.Unprocessable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one view beside those of another that have the same keys. A row happened when the
 * left one did, and is known when both are.
 *
 * @param columns the left one's, and the right one's with its name before theirs
 * @param leftKeys places of columns in the left one
 * @param rightKeys places of those in the right one that must have the same values
 */
record JoinedView(
    String name,
    EventView left,
    EventView right,
    List<Column> columns,
    List<Integer> leftKeys,
    List<Integer> rightKeys)
    implements EventView {
  /** Of one patient: keys that tell nothing apart must not fill the memory. */
  private static final int MOST_ROWS = 100_000;

  static JoinedView of(
      String name,
      EventView left,
      EventView right,
      List<Integer> leftKeys,
      List<Integer> rightKeys) {
    var columns =
        Stream.concat(
                left.columns().stream(),
                right.columns().stream().map(column -> renamed(right.name(), column)))
            .toList();
    return new JoinedView(name, left, right, columns, leftKeys, rightKeys);
  }

  private static Column renamed(String view, Column column) {
    return new Column(
        view + "_" + column.name(), column.path(), column.type(), column.collection());
  }

  @Override
  public boolean timeless() {
    return left.timeless();
  }

  @Override
  public boolean hasEnd() {
    return left.hasEnd();
  }

  /**
   * The joined rows.
   *
   * @throws Unprocessable when there are too many
   */
  List<Event> join(List<Event> leftRows, List<Event> rightRows) {
    Map<List<String>, List<Event>> byKey = new HashMap<>();
    for (var row : rightRows) {
      key(row, rightKeys)
          .ifPresent(key -> byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(row));
    }
    var joined = new ArrayList<Event>();
    for (var row : leftRows) {
      for (var other : key(row, leftKeys).map(byKey::get).orElse(List.of())) {
        joined.add(both(row, other));
        if (joined.size() > MOST_ROWS) {
          throw new Unprocessable(
              "View " + name + " has more than " + MOST_ROWS + " rows of one patient.");
        }
      }
    }
    return joined;
  }

  private static Event both(Event left, Event right) {
    var values = new ArrayList<@Nullable JsonNode>(left.values());
    values.addAll(right.values());
    return new Event(
        left.time(),
        latest(left.recorded(), right.time(), right.recorded()),
        left.end(),
        left.source() + "/" + right.source(),
        Collections.unmodifiableList(values));
  }

  private static @Nullable Instant latest(@Nullable Instant... moments) {
    Instant latest = null;
    for (var moment : moments) {
      if (moment != null && (latest == null || moment.isAfter(latest))) {
        latest = moment;
      }
    }
    return latest;
  }

  /** Empty when one of the values is missing: nothing is equal to what is not there. */
  private static Optional<List<String>> key(Event row, List<Integer> places) {
    var key = new ArrayList<String>(places.size());
    for (int place : places) {
      var value = row.values().get(place);
      if (value == null) {
        return Optional.empty();
      }
      key.add(value.asText());
    }
    return Optional.of(key);
  }
}
