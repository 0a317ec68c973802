package io.salus.cli.bench.stage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.bench.load.Measured;
import io.salus.cli.terminal.Console;
import io.salus.cli.terminal.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rows of figures, for people and for machines. A ratio compares with the floor of the same run.
 */
public final class Results {
  private final ObjectNode json = Json.object();
  private final ArrayNode measures = Json.array();
  private final ArrayNode remarks = Json.array();
  private final List<List<String>> rows =
      new ArrayList<>(
          List.of(
              List.of(
                  "MEASURE",
                  "CLIENTS",
                  "A SECOND",
                  "MEAN MS",
                  "P50 MS",
                  "P99 MS",
                  "ERRORS",
                  "RATIO",
                  "CORES USED")));
  private long errors;

  ObjectNode json() {
    json.set("measures", measures);
    json.set("remarks", remarks);
    return json.put("errors", errors);
  }

  String table() {
    var text = new StringBuilder(Console.table(rows));
    remarks.forEach(remark -> text.append("\n").append(remark.asText()));
    return text.toString();
  }

  long errors() {
    return errors;
  }

  /** Something that is not as it must be. */
  public void error(String sentence) {
    errors++;
    remarks.add("ERROR: " + sentence);
  }

  /** Something that a reader of the figures must know. */
  public void remark(String sentence) {
    remarks.add(sentence);
  }

  /** Something that is one figure. */
  public void figure(String name, double value, String unit) {
    measures.addObject().put("measure", name).put("value", value).put("unit", unit);
    rows.add(List.of(name, "", number(value) + " " + unit, "", "", "", "", "", ""));
  }

  /**
   * Load on one thing.
   *
   * @param base the floor: the same work without Salus
   * @param cores who used the processors meanwhile
   */
  public void load(
      String name, int clients, Measured measured, Base base, Map<String, Double> cores) {
    var node = measures.addObject().put("measure", name).put("clients", clients);
    node.put("per_second", measured.perSecond());
    put(node, "mean_ms", measured.meanMillis());
    put(node, "p50_ms", measured.p50Millis());
    put(node, "p99_ms", measured.p99Millis());
    node.put("errors", measured.errors());
    errors += measured.errors();
    if (base.known()) {
      node.put("ratio_to_floor", measured.perSecond() / base.rate());
    }
    if (!cores.isEmpty()) {
      var used = node.putObject("cores_used");
      cores.forEach(used::put);
    }
    rows.add(
        List.of(
            name,
            Integer.toString(clients),
            number(measured.perSecond()),
            millis(measured.meanMillis()),
            millis(measured.p50Millis()),
            millis(measured.p99Millis()),
            Long.toString(measured.errors()),
            base.known() ? base.ratio(measured.perSecond()) : "",
            cores.entrySet().stream()
                .map(e -> String.format(Locale.ROOT, "%s %.2f", e.getKey(), e.getValue()))
                .collect(Collectors.joining(", "))));
  }

  /** A part of a load that is in the results already, with its errors. */
  public void part(String name, int clients, Measured measured) {
    long before = errors;
    load(name, clients, measured, Base.NONE, Map.of());
    errors = before;
  }

  /** How our figures stand to those of the peer: rate to rate, and 99th percentile to the same. */
  public void compare(String name, int clients, Measured ours, Measured theirs) {
    double rate = ours.perSecond() / theirs.perSecond();
    double p99 = ours.p99Millis() / theirs.p99Millis();
    var node =
        measures.addObject().put("measure", name + ", Salus to peer").put("clients", clients);
    put(node, "ratio_to_peer", rate);
    put(node, "p99_ratio_to_peer", p99);
    rows.add(
        List.of(
            name + ", Salus to peer",
            clients == 0 ? "" : Integer.toString(clients),
            "",
            "",
            "",
            Double.isNaN(p99) ? "" : String.format(Locale.ROOT, "x %.3f", p99),
            "",
            String.format(Locale.ROOT, "%.1f x peer", rate),
            ""));
  }

  private static void put(ObjectNode node, String name, double value) {
    if (!Double.isNaN(value)) {
      node.put(name, value);
    }
  }

  private static String millis(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String number(double value) {
    return value < 100
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%,.0f", value);
  }
}
