package io.salus.inference.report;

import com.fasterxml.jackson.databind.JsonNode;

/** From which probability on to act, by stated costs. */
final class ThresholdTable {
  private ThresholdTable() {}

  static String html(JsonNode threshold) {
    if (threshold.isMissingNode()) {
      return "";
    }
    JsonNode test = threshold.path("test");
    return """
        <section class="card"><h2>Threshold</h2><p>With a false alarm costing %s and a miss %s, act from a probability of <b>%s</b> on.</p>
        <table><tr><th>sensitivity</th><td>%s</td></tr><tr><th>specificity</th><td>%s</td></tr><tr><th>positive predictive value</th><td>%s</td></tr>
        <tr><th>mean cost a patient</th><td>%s; acting on nobody %s, on everybody %s</td></tr></table>
        <p class="note">Chosen on the validation fold; the figures are of the test fold. For perfectly calibrated probabilities it would be %s.</p></section>
        """
        .formatted(
            ModelReport.number(threshold.path("cost_of_false_alarm"), 2),
            ModelReport.number(threshold.path("cost_of_miss"), 2),
            ModelReport.number(threshold.path("probability"), 3),
            ModelReport.number(test.path("sensitivity"), 3),
            ModelReport.number(test.path("specificity"), 3),
            ModelReport.number(test.path("positive_predictive_value"), 3),
            ModelReport.number(test.path("mean_cost"), 3),
            ModelReport.number(test.path("mean_cost_of_acting_on_nobody"), 3),
            ModelReport.number(test.path("mean_cost_of_acting_on_everybody"), 3),
            ModelReport.number(threshold.path("probability_if_calibrated"), 3));
  }
}
