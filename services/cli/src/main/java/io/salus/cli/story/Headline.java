package io.salus.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** The plain numbers among a job's metrics, in one line. */
final class Headline {
  private static final int MOST = 4;

  private Headline() {}

  static String of(JsonNode metrics) {
    var text = new StringBuilder();
    metrics.properties().stream()
        .filter(e -> e.getValue().isNumber())
        .limit(MOST)
        .forEach(
            e ->
                text.append(", ")
                    .append(e.getKey().replace('_', ' '))
                    .append(' ')
                    .append(String.format(Locale.ROOT, "%.3f", e.getValue().asDouble())));
    return text.toString();
  }
}
