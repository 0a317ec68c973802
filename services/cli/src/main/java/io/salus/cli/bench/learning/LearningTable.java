package io.salus.cli.bench.learning;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.terminal.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results for people. */
final class LearningTable {
  private LearningTable() {}

  static String of(JsonNode results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("DATA", "MODEL", "BY", "AUROC", "SPREAD", "BRIER", "SLOPE", "SECONDS"));
    for (JsonNode row : results.path("rows")) {
      rows.add(
          List.of(
              row.path("data").asText(),
              row.path("model").asText(),
              row.path("by").asText(),
              number(row, "auroc", 4),
              number(row, "auroc_deviation", 4),
              number(row, "brier", 4),
              number(row, "slope", 3),
              number(row, "seconds", 4)));
    }
    StringBuilder text = new StringBuilder(Console.table(rows));
    results.path("met").forEach(line -> text.append("\nmet: ").append(line.asText()));
    results.path("missed").forEach(line -> text.append("\nNOT MET: ").append(line.asText()));
    results.path("remarks").forEach(line -> text.append("\n").append(line.asText()));
    return text.toString();
  }

  private static String number(JsonNode row, String name, int digits) {
    return row.path(name).isNumber()
        ? String.format(Locale.ROOT, "%." + digits + "f", row.path(name).asDouble())
        : "";
  }
}
