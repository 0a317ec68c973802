package io.salus.inference.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.inference.training.Figures;
import io.salus.inference.training.SubgroupSection;
import io.salus.inference.training.Verdict;
import io.salus.learning.metric.Bootstrap;
import io.salus.learning.metric.Calibration;
import io.salus.learning.metric.Discrimination;
import io.salus.learning.metric.Estimate;
import io.salus.learning.metric.Subgroups;
import io.salus.learning.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether predictions whose outcome is known came true, for all and in each group. */
final class OutcomeSection {
  private static final long SEED = 1;
  private static final int DRAWS = 200;

  /** Bounds of the slope that nobody has to look at; those of the page's own verdict. */
  private static final double LOWEST_SLOPE = 0.7;

  private static final double HIGHEST_SLOPE = 1.4;

  private final Alerts alerts;

  OutcomeSection(Alerts alerts) {
    this.alerts = alerts;
  }

  /**
   * @param known predictions with an outcome
   * @param probabilities one a row
   */
  ObjectNode of(Table known, double[] probabilities) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    int positives = known.positives();
    boolean enough = Math.min(positives, known.rows() - positives) >= Verdict.FEWEST;
    json.put("known", known.rows()).put("positives", positives).put("enough", enough);
    if (!enough) {
      return json;
    }
    boolean[] labels = known.labels();
    Bootstrap bootstrap = new Bootstrap(SEED, DRAWS);
    Estimate excess = bootstrap.estimate(Subgroups::excess, probabilities, labels);
    Estimate slope =
        bootstrap.estimate((p, y) -> Calibration.of(p, y).slope(), probabilities, labels);
    json.set(
        "auroc",
        Figures.estimate(bootstrap.estimate(Discrimination::auroc, probabilities, labels)));
    json.set(
        "brier", Figures.estimate(bootstrap.estimate(Calibration::brier, probabilities, labels)));
    json.set("calibration_in_the_large", Figures.estimate(excess));
    json.set("calibration_slope", Figures.estimate(slope));
    ArrayNode subgroups = SubgroupSection.of(known, probabilities, bootstrap);
    json.set("subgroups", subgroups);
    calibration(excess, slope);
    subgroups.forEach(this::gaps);
    return json;
  }

  private void calibration(Estimate excess, Estimate slope) {
    if (excess.hasInterval() && (excess.low() > 0 || excess.high() < 0)) {
      alerts.add(
          "calibration",
          "mean",
          String.format(
              Locale.ROOT,
              "Predictions are too %s by %.3f on the mean (95 %% interval %.3f to %.3f).",
              excess.value() > 0 ? "high" : "low",
              Math.abs(excess.value()),
              excess.low(),
              excess.high()));
    }
    if (slope.hasInterval() && (slope.high() < LOWEST_SLOPE || slope.low() > HIGHEST_SLOPE)) {
      alerts.add(
          "calibration",
          "slope",
          String.format(
              Locale.ROOT,
              "Predictions are too %s: calibration slope %.2f (95 %% interval %.2f to %.2f).",
              slope.value() < 1 ? "extreme" : "cautious",
              slope.value(),
              slope.low(),
              slope.high()));
    }
  }

  /** Two tested groups whose intervals do not meet. */
  private void gaps(JsonNode section) {
    String by = section.path("by").asText();
    for (String figure : List.of("auroc", "calibration_in_the_large")) {
      List<JsonNode> tested = new ArrayList<>();
      for (JsonNode group : section.path("groups")) {
        if (group.path("tested").asBoolean() && group.path(figure).path("low").isNumber()) {
          tested.add(group);
        }
      }
      for (JsonNode low : tested) {
        for (JsonNode high : tested) {
          if (low.path(figure).path("high").asDouble() < high.path(figure).path("low").asDouble()) {
            alerts.add(
                "subgroup-gap",
                by + " " + low.path("group").asText() + " " + figure.replace('_', '-'),
                String.format(
                    Locale.ROOT,
                    "%s of %s %s is %.3f, of %s %.3f; their 95 %% intervals do not meet.",
                    figure.equals("auroc") ? "AUROC" : "Predicted minus observed",
                    by,
                    low.path("group").asText(),
                    low.path(figure).path("value").asDouble(),
                    high.path("group").asText(),
                    high.path(figure).path("value").asDouble()));
          }
        }
      }
    }
  }
}
