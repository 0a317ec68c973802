package io.salus.records.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.fhirpath.Temporal;
import io.salus.records.view.Column;
import io.salus.records.view.View;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A view of resources, with the columns that place its rows in time: `time`, `recorded` and `end`,
 * each where the view has it.
 *
 * @param time place of the column; -1 when the view has none, and then its rows are always true
 */
record ResourceView(String name, View view, int time, int recorded, int end) implements EventView {
  static ResourceView of(String name, View view) {
    return new ResourceView(
        name, view, view.indexOf("time"), view.indexOf("recorded"), view.indexOf("end"));
  }

  @Override
  public List<Column> columns() {
    return view.columns();
  }

  @Override
  public boolean timeless() {
    return time < 0;
  }

  @Override
  public boolean hasEnd() {
    return end >= 0;
  }

  /**
   * Rows without a readable time are left out of a view that has one: nobody can say whether they
   * were known.
   */
  Stream<Event> events(JsonNode resource) {
    var source = resource.path("id").asText();
    List<@Nullable JsonNode[]> rows = view.rows(resource);
    return rows.stream()
        .map(
            row ->
                new Event(
                    moment(row, time),
                    moment(row, recorded),
                    moment(row, end),
                    source,
                    Arrays.asList(row)))
        .filter(event -> timeless() || event.time() != null);
  }

  /**
   * A value that leaves its time open (`2020-03`) counts as its last moment: before that it may not
   * have been known.
   */
  private static @Nullable Instant moment(@Nullable JsonNode[] row, int column) {
    JsonNode value = column < 0 ? null : row[column];
    var temporal = value == null ? null : Temporal.parse(value.asText());
    return temporal == null ? null : temporal.high().minusNanos(1);
  }
}
