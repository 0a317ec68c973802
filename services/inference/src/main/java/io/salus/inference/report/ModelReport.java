package io.salus.inference.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.salus.inference.card.ModelCard;
import io.salus.inference.registry.ModelVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A page about one version of a model that needs nothing else: styles and charts are in it, and it
 * asks nobody for anything. All figures come from the registry's row and from monitoring.
 */
public final class ModelReport {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private final ModelVersion model;
  private final JsonNode metrics;
  private final ModelCard card;
  private final JsonNode monitoring;

  public ModelReport(ModelVersion model) {
    this(model, MissingNode.getInstance());
  }

  /**
   * @param monitoring figures of the version in use
   */
  public ModelReport(ModelVersion model, JsonNode monitoring) {
    this.monitoring = monitoring;
    this.model = model;
    this.metrics = model.metrics();
    this.card = ModelCard.of(model);
  }

  /** The page. */
  public String html() {
    return """
        <!doctype html><html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s version %d</title><style>%s</style></head><body><main>
        """
            .formatted(Html.escape(model.name()), model.version(), style())
        + head()
        + verdict()
        + CardSection.intendedUse(card)
        + figures()
        + charts()
        + SubgroupTable.html(metrics.path("subgroups"))
        + ThresholdTable.html(metrics.path("threshold"))
        + drivers()
        + cohort()
        + MonitoringSection.html(monitoring)
        + new ProvenanceSection(model).html()
        + CardSection.attributes(card)
        + "<footer>Figures are of patients held out from training. Intervals: "
        + Html.escape(metrics.path("interval").asText())
        + ".</footer></main></body></html>\n";
  }

  private String head() {
    return """
        <header><div><h1>%s</h1><p class="sub">Version %d &middot; %s &middot; trained %s</p></div>
        <span class="tag%s">%s</span></header>
        <section class="card"><h2>What it predicts</h2><p>%s</p></section>
        """
        .formatted(
            Html.escape(model.name()),
            model.version(),
            Html.escape(model.algorithm().replace('-', ' ')),
            MOMENT.format(model.createdAt()),
            model.promoted() ? "" : " off",
            model.promoted()
                ? "promoted: this version answers"
                : model.canaryShare() > 0
                    ? "canary: answers for " + model.canaryShare() + " of 100 patients"
                    : "not promoted",
            Html.escape(model.outcome()));
  }

  private String verdict() {
    String kind = model.conclusive() ? "" : " weak";
    String title = model.conclusive() ? "What the test says" : "Do not rely on this model";
    return "<section class=\"card verdict%s\"><b>%s</b>%s</section>"
        .formatted(kind, title, Html.escape(model.verdict()));
  }

  private String figures() {
    JsonNode baseline = metrics.path("prevalence");
    JsonNode brierBaseline = metrics.path("brier_of_prevalence");
    return "<section class=\"figures\">"
        + figure("AUROC", metrics.path("auroc"), 0.5, "0.5 is chance")
        + figure(
            "AUPRC",
            metrics.path("auprc"),
            baseline.asDouble(),
            String.format(Locale.ROOT, "%.2f is chance", baseline.asDouble()))
        + figure(
            "Brier score (lower is better)",
            metrics.path("brier"),
            brierBaseline.asDouble(),
            String.format(Locale.ROOT, "%.3f is always saying the mean", brierBaseline.asDouble()))
        + slope()
        + "</section>";
  }

  private static String figure(String name, JsonNode estimate, double reference, String note) {
    return """
        <div class="figure"><div class="name">%s</div><div class="value">%s</div>%s<div class="range">%s<br>%s</div></div>
        """
        .formatted(
            name,
            number(estimate.path("value"), 3),
            bar(estimate, reference),
            interval(estimate),
            note);
  }

  private static String interval(JsonNode estimate) {
    if (!estimate.path("low").isNumber()) {
      return "no interval: too few patients";
    }
    return "95 % interval "
        + number(estimate.path("low"), 3)
        + " to "
        + number(estimate.path("high"), 3);
  }

  private static String bar(JsonNode estimate, double reference) {
    if (!estimate.path("low").isNumber()) {
      return "<div class=\"bar\"></div>";
    }
    double low = estimate.path("low").asDouble();
    double high = estimate.path("high").asDouble();
    return String.format(
        Locale.ROOT,
        "<div class=\"bar\"><i style=\"left:%.1f%%;width:%.1f%%\"></i><u style=\"left:%.1f%%\"></u>"
            + "<b style=\"left:%.1f%%\"></b></div>",
        100 * low,
        100 * (high - low),
        100 * reference,
        100 * estimate.path("value").asDouble());
  }

  private String slope() {
    JsonNode calibration = metrics.path("calibration");
    return """
        <div class="figure"><div class="name">Calibration slope</div><div class="value">%s</div><div class="bar"></div><div class="range">1 is ideal; below 1 too sure of itself<br>intercept %s (0 is ideal)</div></div>
        """
        .formatted(number(calibration.path("slope"), 2), number(calibration.path("intercept"), 2));
  }

  private String charts() {
    return "<div class=\"two\"><section class=\"card\"><h2>Calibration</h2>"
        + Charts.calibration(metrics.path("calibration").path("bins"))
        + "<p class=\"note\">Each point is a group of patients with similar predictions; the bar is"
        + " the 95 % interval of what happened to them. On the dashed line predictions come"
        + " true.</p></section><section class=\"card\"><h2>ROC curve</h2>"
        + Charts.roc(metrics.path("roc"))
        + "<p class=\"note\">Share of patients with the outcome that are found, against the share"
        + " of the others that are flagged. The dashed line is chance.</p></section></div>";
  }

  private String drivers() {
    StringBuilder rows = new StringBuilder();
    JsonNode importance = metrics.path("importance");
    double largest = Math.max(1e-12, importance.path(0).path("mean_contribution").asDouble());
    for (int i = 0; i < Math.min(12, importance.size()); i++) {
      double size = importance.get(i).path("mean_contribution").asDouble();
      rows.append(
          String.format(
              Locale.ROOT,
              "<tr><td style=\"width:34%%\">%s</td><td style=\"vertical-align:middle\"><span class=\"weight\" style=\"width:%.1f%%\"></span></td>"
                  + "<td class=\"n\">%.2f</td></tr>",
              Html.escape(importance.get(i).path("feature").asText()),
              100 * size / largest,
              size));
    }
    return "<section class=\"card\"><h2>What drives it</h2><table>"
        + rows
        + "</table><p class=\"note\">Mean size of each feature's contribution to the score ("
        + Html.escape(metrics.path("importance_unit").asText("log-odds"))
        + ") of test patients. It says what the model uses, not what causes the outcome.</p></section>";
  }

  private String cohort() {
    StringBuilder rows = new StringBuilder();
    for (String fold : new String[] {"train", "validation", "test"}) {
      JsonNode counts = metrics.path("folds").path(fold);
      int patients = counts.path("rows").asInt();
      int positives = counts.path("positives").asInt();
      rows.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%s</td><td class=\"n\">%d</td><td class=\"n\">%d</td><td class=\"n\">%.1f %%</td></tr>",
              fold.equals("train") ? "training" : fold,
              patients,
              positives,
              patients == 0 ? 0 : 100.0 * positives / patients));
    }
    StringBuilder candidates = new StringBuilder();
    for (JsonNode candidate : metrics.path("candidates")) {
      candidates.append(
          "<tr><td>%s%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td></tr>"
              .formatted(
                  Html.escape(candidate.path("algorithm").asText().replace('-', ' ')),
                  candidate.path("chosen").asBoolean() ? " <span class=\"tag\">chosen</span>" : "",
                  number(candidate.path("validation_log_loss"), 3),
                  number(candidate.path("validation_auroc"), 3)));
    }
    return """
        <div class="two"><section class="card"><h2>Cohort</h2><table><tr><th>fold</th><th class="n">patients</th><th class="n">with outcome</th><th class="n">share</th></tr>%s</table>
        <p class="note">Patients, not rows, are split.</p></section>
        <section class="card"><h2>Candidates on the validation fold</h2><table><tr><th>model</th><th class="n">log loss</th><th class="n">AUROC</th></tr>%s</table>
        <p class="note">The lower log loss wins; the test fold is looked at once, for the winner.</p></section></div>
        """
        .formatted(rows, candidates);
  }

  static String number(JsonNode value, int digits) {
    return value.isNumber()
        ? String.format(Locale.ROOT, "%." + digits + "f", value.asDouble())
        : "not defined";
  }

  private static String style() {
    try (InputStream in = ModelReport.class.getResourceAsStream("/model-report.css")) {
      if (in == null) {
        throw new IllegalStateException("model-report.css is not in the artefact");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
