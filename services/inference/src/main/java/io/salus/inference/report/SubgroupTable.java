package io.salus.inference.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The model on groups of patients, and which of them it was not tested on. */
final class SubgroupTable {
  private SubgroupTable() {}

  static String html(JsonNode subgroups) {
    if (subgroups.isEmpty()) {
      return "";
    }
    StringBuilder rows = new StringBuilder();
    List<String> untested = new ArrayList<>();
    for (JsonNode section : subgroups) {
      String by = section.path("by").asText();
      for (JsonNode group : section.path("groups")) {
        String name = group.path("group").asText();
        if (!group.path("tested").asBoolean()) {
          untested.add(by + " " + name);
        }
        rows.append(
            "<tr><td>%s</td><td>%s</td><td class=\"n\">%d</td><td class=\"n\">%d</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td></tr>"
                .formatted(
                    Html.escape(by),
                    Html.escape(name),
                    group.path("patients").asInt(),
                    group.path("positives").asInt(),
                    range(group.path("auroc")),
                    range(group.path("calibration_in_the_large")),
                    range(group.path("brier"))));
      }
    }
    return """
        <section class="card"><h2>Subgroups</h2><table><tr><th></th><th>group</th><th class="n">patients</th><th class="n">with outcome</th><th class="n">AUROC</th><th class="n">predicted minus observed</th><th class="n">Brier score</th></tr>%s</table>
        <p class="note">Test patients, with 95 %% intervals. %s</p></section>
        """
        .formatted(
            rows,
            untested.isEmpty()
                ? "Every group has at least 10 patients with and 10 without the outcome."
                : "Not tested on, for want of 10 patients with and 10 without the outcome: "
                    + Html.escape(String.join(", ", untested))
                    + ".");
  }

  private static String range(JsonNode estimate) {
    String value = ModelReport.number(estimate.path("value"), 3);
    return estimate.path("low").isNumber()
        ? value
            + " ("
            + ModelReport.number(estimate.path("low"), 3)
            + " to "
            + ModelReport.number(estimate.path("high"), 3)
            + ")"
        : value;
  }
}
