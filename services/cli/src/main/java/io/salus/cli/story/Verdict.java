package io.salus.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** What the model's own figures allow to be said; nothing better than that. */
final class Verdict {
  private Verdict() {}

  /** The training's own verdict, or one that follows from the interval of the AUROC. */
  static String of(JsonNode metrics) {
    String own = metrics.path("verdict").asText("");
    if (!own.isEmpty()) {
      return own;
    }
    JsonNode auroc = metric(metrics, "auroc");
    double low = low(auroc);
    if (Double.isNaN(low)) {
      return "Held-out patients are too few to put an interval on the figures: they say nothing.";
    }
    return low <= 0.5
        ? "The interval of the AUROC reaches 0.5: on so few patients this model cannot be told from a coin."
        : String.format(
            Locale.ROOT,
            "Better than chance on held-out patients (AUROC at least %.2f with 95 %% confidence).",
            low);
  }

  /** AUROC, AUPRC and Brier score with their intervals, in one line. */
  static String figures(JsonNode metrics) {
    var text = new StringBuilder();
    for (String name : new String[] {"auroc", "auprc", "brier"}) {
      JsonNode metric = metric(metrics, name);
      double value =
          metric.isNumber() ? metric.asDouble() : metric.path("value").asDouble(Double.NaN);
      text.append(text.isEmpty() ? "" : ", ").append(name.toUpperCase(Locale.ROOT)).append(' ');
      text.append(Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, "%.3f", value));
      if (!Double.isNaN(low(metric))) {
        text.append(
            String.format(
                Locale.ROOT,
                " [%.3f, %.3f]",
                low(metric),
                metric.path("high").asDouble(Double.NaN)));
      }
    }
    return text.toString();
  }

  private static JsonNode metric(JsonNode metrics, String name) {
    JsonNode test = metrics.path("test").path(name);
    return test.isMissingNode() ? metrics.path(name) : test;
  }

  private static double low(JsonNode metric) {
    return metric.path("low").asDouble(Double.NaN);
  }
}
