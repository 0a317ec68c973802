package io.salus.gateway.cds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How well a model did on patients that it had not learnt from, in the words of a card. */
final class TestFigures {
  private final JsonNode metrics;

  TestFigures(@Nullable JsonNode metrics) {
    this.metrics = metrics == null ? MissingNode.getInstance() : metrics;
  }

  /**
   * What became of the test patients with the estimates next to this one, and how well the model
   * tells patients apart; a paragraph of Markdown, or nothing where the figures are missing.
   */
  String about(double probability) {
    String text = (likeThis(probability) + discrimination()).trim();
    return text.isEmpty() ? "" : "How sure: " + text + "\n\n";
  }

  private String likeThis(double probability) {
    JsonNode nearest = null;
    for (JsonNode bin : metrics.path("calibration").path("bins")) {
      if (nearest == null || distance(bin, probability) < distance(nearest, probability)) {
        nearest = bin;
      }
    }
    return nearest == null
        ? ""
        : String.format(
            Locale.ROOT,
            "of %d test patients with the estimates nearest to this one %s had it (95 %%"
                + " interval %s to %s). ",
            nearest.path("patients").asInt(),
            share(nearest.path("observed")),
            share(nearest.path("low")),
            share(nearest.path("high")));
  }

  private static double distance(JsonNode bin, double probability) {
    return Math.abs(bin.path("predicted").asDouble() - probability);
  }

  private static String share(JsonNode value) {
    return String.format(Locale.ROOT, "%.0f %%", value.asDouble() * 100);
  }

  private String discrimination() {
    JsonNode auroc = metrics.path("auroc");
    return auroc.path("value").isNumber()
        ? String.format(
            Locale.ROOT,
            "AUROC on test patients %.2f (%.2f to %.2f; 0.5 is chance).",
            auroc.path("value").asDouble(),
            auroc.path("low").asDouble(),
            auroc.path("high").asDouble())
        : "";
  }
}
