package io.salus.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Json;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * Step 7: one page that needs nothing else and links everything, and `story.json` with every
 * figure.
 */
record SummaryPage(Scene scene) {
  /** Drivers shown; story.json has them all. */
  private static final int STRONGEST = 8;

  void write() throws IOException {
    try (Progress progress = scene.progress(7, "Summary")) {
      Path out = scene.out();
      Files.writeString(
          out.resolve("story.json"), Json.MAPPER.writeValueAsString(scene.figures()) + "\n");
      Files.writeString(out.resolve("index.html"), page());
      progress.done(out.resolve("index.html").toString());
    }
  }

  private String page() throws IOException {
    JsonNode figures = scene.figures();
    JsonNode steps = figures.path("steps");
    return template()
        .replace("{{took}}", Progress.span(figures.path("seconds").asDouble()))
        .replace("{{patients}}", Integer.toString(scene.patients()))
        .replace("{{seed}}", Long.toString(scene.seed()))
        .replace("{{records}}", records(steps.path("records")))
        .replace("{{features}}", features(steps.path("features")))
        .replace("{{model}}", model(steps.path("model")))
        .replace("{{prediction}}", prediction(steps.path("prediction"), steps.path("model")))
        .replace("{{visit}}", visit(steps.path("visit")))
        .replace("{{synthetic}}", synthetic(steps.path("synthetic")));
  }

  private static String records(JsonNode step) {
    JsonNode load = step.path("import");
    var html = new Html();
    html.figure(number(load, "resources"), "resources stored");
    html.figure(number(load, "bundles_stored"), "bundles, posted as Synthea wrote them");
    html.figure(number(load, "resources_per_second"), "resources a second");
    html.table("What a front end asks first", "ms");
    step.path("front_end_milliseconds")
        .properties()
        .forEach(
            e ->
                html.row(
                    e.getKey().replace('_', ' '),
                    String.format(Locale.ROOT, "%.1f", e.getValue().asDouble())));
    return html.endTable().text();
  }

  private static String features(JsonNode step) {
    var html = new Html();
    html.figure(number(step, "rows"), "rows, one a patient and index date");
    html.figure(number(step, "columns"), "features");
    html.figure(number(step, "positives"), "with the outcome");
    html.paragraph("Outcome: " + step.path("label").asText());
    return html.code("snapshot sha256 " + step.path("sha256").asText()).text();
  }

  private static String model(JsonNode step) {
    var html = new Html();
    html.note(step.path("verdict").asText());
    html.paragraph(
        step.path("algorithm").asText()
            + ", version "
            + step.path("version").asInt()
            + ": "
            + Verdict.figures(step.path("metrics")));
    return html.link("model-report.html", "Model report: curves, calibration, provenance").text();
  }

  private static String prediction(JsonNode step, JsonNode model) {
    JsonNode highest = step.path("highest");
    var html = new Html();
    html.figure(
        String.format(Locale.ROOT, "%.0f %%", highest.path("probability").asDouble() * 100),
        "risk, the highest of " + step.path("charts_scored").asInt() + " charts");
    html.card(
        step.path("card").path("summary").asText(),
        step.path("card").path("detail").asText(),
        model.path("name").asText() + " version " + highest.path("version").asInt());
    html.table("What drove it (value)", "log-odds");
    StreamSupport.stream(highest.path("contributions").spliterator(), false)
        .limit(STRONGEST)
        .forEach(
            c ->
                html.row(
                    c.path("feature").asText().replace('_', ' ')
                        + " ("
                        + c.path("value").asText()
                        + ")",
                    String.format(Locale.ROOT, "%+.2f", c.path("contribution").asDouble())));
    html.endTable();
    return html.paragraph(
            "Replayed from its stored inputs: "
                + (step.path("replay").path("identical").asBoolean()
                    ? "the same, bit for bit"
                    : "a different figure")
                + ". Written to the record as "
                + step.path("risk_assessment").asText()
                + ".")
        .paragraph(
            String.format(
                Locale.ROOT,
                "The same row as a tensor (Open Inference Protocol): %.4f, against %.4f on the card.",
                step.path("tensor_probability").asDouble(Double.NaN),
                highest.path("probability").asDouble()))
        .text();
  }

  private static String visit(JsonNode step) {
    var html = new Html();
    html.figure(
        step.path("start").asText().replace("T", " "), "booked, " + step.path("status").asText());
    html.figure(step.path("second_booking").asText(), "for a second booking of the same time");
    html.figure(
        step.path("two_at_once").path(0).asText()
            + " and "
            + step.path("two_at_once").path(1).asText(),
        "for two that arrived at once");
    return html.paragraph("Readable as FHIR: " + step.path("appointment").asText()).text();
  }

  private static String synthetic(JsonNode step) {
    var html = new Html();
    step.properties()
        .forEach(
            generator -> {
              JsonNode release = generator.getValue();
              if (release.has("refused")) {
                html.heading(generator.getKey().toUpperCase(Locale.ROOT));
                html.note(release.path("refused").asText());
                return;
              }
              html.heading(
                  generator.getKey().toUpperCase(Locale.ROOT)
                      + ": "
                      + number(release, "rows")
                      + " rows");
              html.paragraph(Headline.of(release.path("metrics")).replaceFirst("^, ", ""));
              release.path("files").forEach(file -> html.link(file.asText(), file.asText()));
            });
    return html.text();
  }

  private static String number(JsonNode node, String field) {
    return String.format(Locale.ROOT, "%,d", node.path(field).asLong());
  }

  private static String template() throws IOException {
    try (InputStream stream = SummaryPage.class.getResourceAsStream("summary.html")) {
      if (stream == null) {
        throw new Failure(
            Exit.FAILED, "The page's template is missing in the jar.", "Build again.");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
