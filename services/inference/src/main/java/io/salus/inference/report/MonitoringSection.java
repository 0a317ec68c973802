package io.salus.inference.report;

import com.fasterxml.jackson.databind.JsonNode;

/** The model in use: whom it met, and whether it was right. */
final class MonitoringSection {
  private MonitoringSection() {}

  /**
   * @param figures of monitoring; missing where the page is made without them
   */
  static String html(JsonNode figures) {
    if (figures.isMissingNode()) {
      return "";
    }
    if (figures.path("predictions").asInt() == 0) {
      return "<section class=\"card\"><h2>In use</h2><p>No prediction in the last 30"
          + " days.</p></section>";
    }
    return """
        <section class="card"><h2>In use</h2><p>%d predictions of %d patients in the last 30 days%s.</p>%s
        <table><tr><th>input</th><th class="n">PSI</th><th>change</th><th class="n">missing now</th><th class="n">missing in training</th></tr>%s</table>
        %s<p class="note">Population stability index against the training data: below 0.10 or within chance none, up to 0.25 small, above large.</p></section>
        """
        .formatted(
            figures.path("predictions").asInt(),
            figures.path("patients").asInt(),
            figures.path("newest_only").asBoolean() ? ", the newest only" : "",
            alerts(figures.path("alerts")),
            drift(figures.path("drift")),
            outcomes(figures.path("outcomes")));
  }

  private static String alerts(JsonNode alerts) {
    StringBuilder list = new StringBuilder();
    for (JsonNode alert : alerts) {
      list.append("<li>").append(Html.escape(alert.path("text").asText())).append("</li>");
    }
    return list.isEmpty() ? "" : "<p><b>Alerts</b></p><ul class=\"missing\">" + list + "</ul>";
  }

  private static String drift(JsonNode drift) {
    StringBuilder rows = new StringBuilder();
    drift.path("features").forEach(one -> rows.append(row(one)));
    if (drift.has("probability")) {
      rows.append(row(drift.path("probability")));
    }
    return rows.isEmpty()
        ? "<tr><td>Not known: this version was trained before distributions were kept.</td></tr>"
        : rows.toString();
  }

  private static String row(JsonNode one) {
    return "<tr><td>%s</td><td class=\"n\">%s</td><td>%s</td><td class=\"n\">%.0f %%</td><td class=\"n\">%.0f %%</td></tr>"
        .formatted(
            Html.escape(one.path("feature").asText()),
            ModelReport.number(one.path("psi"), 3),
            Html.escape(one.path("change").asText()),
            100 * one.path("missing_now").asDouble(),
            100 * one.path("missing_before").asDouble());
  }

  private static String outcomes(JsonNode outcomes) {
    if (!outcomes.path("enough").asBoolean()) {
      return "<p>Whether it was right is not known: of %d predictions the outcome was reported, %d of them came.</p>"
          .formatted(outcomes.path("known").asInt(), outcomes.path("positives").asInt());
    }
    return "<p>Of %d predictions with a known outcome: AUROC %s, calibration slope %s, predicted minus observed %s.</p>"
            .formatted(
                outcomes.path("known").asInt(),
                ModelReport.number(outcomes.path("auroc").path("value"), 3),
                ModelReport.number(outcomes.path("calibration_slope").path("value"), 2),
                ModelReport.number(outcomes.path("calibration_in_the_large").path("value"), 3))
        + SubgroupTable.html(outcomes.path("subgroups"));
  }
}
