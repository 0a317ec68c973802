package io.salus.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.terminal.Console;
import io.salus.cli.terminal.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows of figures, for people and for machines. A ratio compares with the floor of the same run.
 */
final class Results {
  private final ObjectNode json = Json.object();
  private final ArrayNode measures = json.putArray("measures");
  private final List<List<String>> rows =
      new ArrayList<>(
          List.of(
              List.of(
                  "MEASURE", "CLIENTS", "A SECOND", "P50 MS", "P99 MS", "ERRORS", "OF THE FLOOR")));

  ObjectNode json() {
    return json;
  }

  String table() {
    return Console.table(rows);
  }

  /** Something that is one figure. */
  void figure(String name, double value, String unit) {
    measures.addObject().put("measure", name).put("value", value).put("unit", unit);
    rows.add(List.of(name, "", number(value) + " " + unit, "", "", "", ""));
  }

  /**
   * Load on one thing.
   *
   * @param floor the same work without Salus; its rate is the base of the ratio, 0 when it was not
   *     measured
   */
  void load(String name, int clients, Load.Measured measured, double floor) {
    var node = measures.addObject().put("measure", name).put("clients", clients);
    node.put("per_second", measured.perSecond())
        .put("p50_ms", measured.p50Millis())
        .put("errors", measured.errors());
    if (!Double.isNaN(measured.p99Millis())) {
      node.put("p99_ms", measured.p99Millis());
    }
    if (floor > 0) {
      node.put("ratio_to_floor", measured.perSecond() / floor);
    }
    rows.add(
        List.of(
            name,
            Integer.toString(clients),
            number(measured.perSecond()),
            String.format(Locale.ROOT, "%.2f", measured.p50Millis()),
            Double.isNaN(measured.p99Millis())
                ? ""
                : String.format(Locale.ROOT, "%.2f", measured.p99Millis()),
            Long.toString(measured.errors()),
            floor > 0 ? String.format(Locale.ROOT, "%.2f", measured.perSecond() / floor) : ""));
  }

  private static String number(double value) {
    return value < 100
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%,.0f", value);
  }
}
