package io.salus.inference.card;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.inference.registry.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** What the system itself knows of a model's source attributes. */
final class CardFacts {
  private final ModelVersion model;
  private final JsonNode provenance;
  private final JsonNode metrics;

  CardFacts(ModelVersion model) {
    this.model = model;
    this.provenance = model.provenance();
    this.metrics = model.metrics();
  }

  /** Text for people; empty where the system knows nothing. */
  String of(SourceAttribute attribute) {
    return switch (attribute) {
      case OUTPUT_VALUE ->
          (ranks()
                  ? "Rank, 0 to 1, of how unlike the rows without it a row is (no probability); for: "
                  : "Probability, 0 to 1, of: ")
              + model.outcome()
              + ". With it come what drove it and doubts about it.";
      case OUTPUT_TYPE -> "Prediction.";
      case KNOWN_RISKS -> risks();
      case TRAINING_CRITERIA -> criteria();
      case DEMOGRAPHIC_INPUTS -> Demographics.used(model.features());
      case DEMOGRAPHIC_REPRESENTATIVENESS -> representation();
      case VALIDITY_INTERNAL -> validity();
      case FAIRNESS_INTERNAL -> fairness();
      case DEVELOPER,
          FUNDING,
          INTENDED_USE,
          INTENDED_POPULATION,
          INTENDED_USERS,
          DECISION_ROLE,
          CAUTIONED_USES,
          TRAINING_RELEVANCE,
          FAIRNESS_APPROACH,
          BIAS_MANAGEMENT,
          EXTERNAL_DATA,
          EXTERNAL_PARTY,
          EXTERNAL_REPRESENTATIVENESS,
          EXTERNAL_PROCESS,
          VALIDITY_EXTERNAL,
          FAIRNESS_EXTERNAL,
          OUTCOME_EVALUATIONS,
          VALIDITY_MONITORING,
          VALIDITY_LOCAL,
          FAIRNESS_MONITORING,
          FAIRNESS_LOCAL,
          UPDATE_PROCESS,
          CORRECTION_FREQUENCY ->
          "";
    };
  }

  /** An anomaly score that was not calibrated. */
  private boolean ranks() {
    return provenance.at("/hyperparameters/calibration").asText().equals("rank");
  }

  private String risks() {
    StringJoiner text = new StringJoiner(" ");
    if (!model.conclusive()) {
      text.add(model.verdict());
    }
    List<String> groups = NotTested.of(model);
    if (!groups.isEmpty()) {
      text.add("Not tested on " + String.join("; ", groups) + ".");
    }
    return text.toString();
  }

  private String criteria() {
    String description = provenance.at("/feature_set/description").asText();
    return String.format(
        Locale.ROOT,
        "%d rows, %d of them with the outcome: all of %s%s. Split %s.",
        data().path("rows").asLong(),
        data().path("positives").asLong(),
        source(),
        description.isEmpty() ? "" : " (" + description.replaceAll("\\.$", "") + ")",
        provenance.path("split").asText("as is not known"));
  }

  private JsonNode data() {
    return provenance.path(provenance.has("table") ? "table" : "snapshot");
  }

  private String source() {
    if (provenance.has("table")) {
      return "the table %s that was brought".formatted(data().path("id").asText());
    }
    return "the feature set %s, version %s"
        .formatted(
            provenance.at("/feature_set/name").asText("unknown"),
            provenance.at("/feature_set/version").asText("unknown"));
  }

  private String representation() {
    List<String> parts = new ArrayList<>();
    for (JsonNode section : metrics.path("representation")) {
      StringJoiner groups = new StringJoiner(", ");
      for (JsonNode group : section.path("groups")) {
        groups.add(
            String.format(
                Locale.ROOT,
                "%s %d (%.1f %%)",
                group.path("group").asText(),
                group.path("patients").asInt(),
                100 * group.path("share").asDouble()));
      }
      parts.add("by " + section.path("by").asText() + ": " + groups);
    }
    return parts.isEmpty()
        ? "Not known: no demographic characteristic is among the inputs."
        : "Rows " + String.join("; ", parts) + ".";
  }

  private String validity() {
    return model.verdict()
        + String.format(
            Locale.ROOT,
            " AUROC %s, AUPRC %s, Brier score %s, calibration slope %s.",
            estimate(metrics.path("auroc")),
            estimate(metrics.path("auprc")),
            estimate(metrics.path("brier")),
            number(metrics.at("/calibration/slope")));
  }

  private String fairness() {
    List<String> lines = new ArrayList<>();
    for (JsonNode section : metrics.path("subgroups")) {
      for (JsonNode group : section.path("groups")) {
        if (group.path("tested").asBoolean()) {
          lines.add(
              "%s %s: AUROC %s, predicted minus observed %s"
                  .formatted(
                      section.path("by").asText(),
                      group.path("group").asText(),
                      estimate(group.path("auroc")),
                      estimate(group.path("calibration_in_the_large"))));
        }
      }
    }
    return lines.isEmpty()
        ? "Not known: no group had enough test patients to be compared."
        : String.join("; ", lines) + ".";
  }

  private static String estimate(JsonNode estimate) {
    String value = number(estimate.path("value"));
    return estimate.path("low").isNumber()
        ? value + " (" + number(estimate.path("low")) + " to " + number(estimate.path("high")) + ")"
        : value;
  }

  private static String number(JsonNode value) {
    return value.isNumber() ? String.format(Locale.ROOT, "%.3f", value.asDouble()) : "not defined";
  }
}
