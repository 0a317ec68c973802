package io.salus.inference.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.inference.registry.ModelVersion;
import java.util.ArrayList;
import java.util.List;

/** Where the model came from, and what goes into it. */
final class ProvenanceSection {
  private final ModelVersion model;
  private final JsonNode provenance;
  private final StringBuilder rows = new StringBuilder();

  ProvenanceSection(ModelVersion model) {
    this.model = model;
    this.provenance = model.provenance();
  }

  String html() {
    data();
    code("SHA-256 of the model file", model.artefactSha256());
    row(
        "Code",
        text("/code/version")
            + ", commit "
            + text("/code/commit")
            + (provenance.at("/code/modified").asBoolean() ? " with local changes" : ""));
    row("Seed", text("/seed"));
    row("Split", text("/split"));
    row("Hyperparameters", hyperparameters());
    row(
        "Environment",
        "JDK "
            + text("/environment/jdk")
            + ", DJL "
            + text("/environment/djl")
            + ", PyTorch "
            + text("/environment/pytorch")
            + ", "
            + text("/environment/cpu")
            + ", "
            + text("/environment/os"));
    row("Job", text("/job"));
    return "<section class=\"card\"><h2>Provenance</h2><table>"
        + rows
        + "</table></section>"
        + inputs();
  }

  private void data() {
    boolean brought = provenance.has("table");
    String kind = brought ? "table" : "snapshot";
    row(
        "Data",
        "%s %s, %s rows, %s with the outcome"
            .formatted(
                kind,
                text("/" + kind + "/id"),
                text("/" + kind + "/rows"),
                text("/" + kind + "/positives")));
    code("SHA-256 of the data", text("/" + kind + "/sha256"));
    if (brought) {
      row("Outcome", "column " + text("/table/label") + ", " + provenance.at("/table/positive"));
      return;
    }
    row("Feature set", text("/feature_set/name") + ", version " + text("/feature_set/version"));
    code("SHA-256 of its definition", text("/feature_set/sha256"));
  }

  private String hyperparameters() {
    List<String> parts = new ArrayList<>();
    provenance
        .path("hyperparameters")
        .properties()
        .forEach(
            one ->
                parts.add(
                    one.getKey().replace('_', ' ')
                        + " "
                        + one.getValue().toString().replace("\"", "")));
    return String.join(", ", parts);
  }

  private String text(String pointer) {
    return provenance.at(pointer).asText("unknown");
  }

  private void row(String name, String value) {
    rows.append(
        "<tr><th style=\"width:24%%\">%s</th><td>%s</td></tr>"
            .formatted(Html.escape(name), Html.escape(value)));
  }

  private void code(String name, String value) {
    rows.append(
        "<tr><th style=\"width:24%%\">%s</th><td><code>%s</code></td></tr>"
            .formatted(Html.escape(name), Html.escape(value)));
  }

  private String inputs() {
    StringBuilder list = new StringBuilder();
    for (JsonNode input : provenance.path("inputs")) {
      list.append(
          "<tr><td class=\"n\" style=\"padding:6px 12px 6px 0\">%d</td><td><code>%s</code></td><td>%s</td><td>%s</td><td class=\"n\">%.0f %%</td></tr>"
              .formatted(
                  input.path("index").asInt(),
                  Html.escape(input.path("name").asText()),
                  Html.escape(kind(input)),
                  Html.escape(input.path("description").asText()),
                  100 * input.path("missing_share").asDouble()));
    }
    return "<section class=\"card\"><h2>Inputs</h2><table><tr><th class=\"n\""
        + " style=\"padding:6px 12px 6px 0\">#</th><th>feature</th><th>type</th><th>meaning</th>"
        + "<th class=\"n\">missing</th></tr>"
        + list
        + "</table></section>";
  }

  private static String kind(JsonNode input) {
    String unit = input.path("unit").asText();
    return input.path("type").asText() + (unit.isEmpty() ? "" : ", " + unit);
  }
}
