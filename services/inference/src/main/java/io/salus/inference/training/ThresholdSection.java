package io.salus.inference.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.learning.calibrate.Threshold;

/** From which probability on to act, by stated costs, and what came of it on the test fold. */
final class ThresholdSection {
  private ThresholdSection() {}

  /**
   * @param validation probabilities of the validation fold, by which the threshold is chosen
   * @param test probabilities of the test fold, which have no say in it
   */
  static ObjectNode of(TrainingPlan plan, Folds folds, double[] validation, double[] test) {
    double falseAlarm = plan.costOfFalseAlarm();
    double miss = plan.costOfMiss();
    Threshold chosen =
        Threshold.cheapest(validation, folds.validation().labels(), falseAlarm, miss);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("cost_of_false_alarm", falseAlarm);
    json.put("cost_of_miss", miss);
    json.put("probability", chosen.probability());
    json.put("probability_if_calibrated", Threshold.ofCosts(falseAlarm, miss));
    int alarms = 0;
    int found = 0;
    for (int i = 0; i < test.length; i++) {
      if (test[i] >= chosen.probability()) {
        alarms++;
        found += folds.test().label(i) ? 1 : 0;
      }
    }
    int positives = folds.test().positives();
    int negatives = folds.test().rows() - positives;
    ObjectNode onTest = json.putObject("test");
    Figures.put(onTest, "sensitivity", (double) found / positives);
    Figures.put(onTest, "specificity", 1 - (double) (alarms - found) / negatives);
    Figures.put(onTest, "positive_predictive_value", (double) found / alarms);
    onTest.put("acted_on", alarms);
    double rows = test.length;
    onTest.put("mean_cost", ((alarms - found) * falseAlarm + (positives - found) * miss) / rows);
    onTest.put("mean_cost_of_acting_on_nobody", positives * miss / rows);
    onTest.put("mean_cost_of_acting_on_everybody", negatives * falseAlarm / rows);
    return json;
  }
}
