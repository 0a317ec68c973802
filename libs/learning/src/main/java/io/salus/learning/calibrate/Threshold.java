package io.salus.learning.calibrate;

import java.util.stream.IntStream;

/**
 * From which probability on it pays to act, by what errors cost.
 *
 * @param probability act at or above it; above 1 where acting never pays
 * @param meanCost cost a patient on the rows it was chosen on
 */
public record Threshold(double probability, double meanCost) {

  /**
   * The threshold of a calibrated model: {@code c_fp / (c_fp + c_fn)}. Elkan, "The foundations of
   * cost-sensitive learning", IJCAI 2001, eq. 2 with costs of right decisions 0.
   *
   * @param falseAlarm cost of acting on a patient without the outcome
   * @param miss cost of not acting on one with it
   */
  public static double ofCosts(double falseAlarm, double miss) {
    check(falseAlarm, miss);
    return falseAlarm / (falseAlarm + miss);
  }

  /**
   * The threshold that would have cost least on some rows, which must be neither training nor test
   * rows. Of equally good ones the highest.
   */
  public static Threshold cheapest(
      double[] probabilities, boolean[] labels, double falseAlarm, double miss) {
    check(falseAlarm, miss);
    int[] order =
        IntStream.range(0, labels.length)
            .boxed()
            .sorted((i, j) -> Double.compare(probabilities[j], probabilities[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double cost = IntStream.of(order).filter(i -> labels[i]).count() * miss;
    double least = cost;
    double best = Math.nextUp(1.0);
    for (int i = 0; i < order.length; i++) {
      cost += labels[order[i]] ? -miss : falseAlarm;
      double here = probabilities[order[i]];
      boolean whole = i + 1 == order.length || probabilities[order[i + 1]] < here;
      if (whole && cost < least) {
        least = cost;
        best = here;
      }
    }
    return new Threshold(best, labels.length == 0 ? 0 : least / labels.length);
  }

  private static void check(double falseAlarm, double miss) {
    if (!(falseAlarm > 0 && miss > 0) || Double.isInfinite(falseAlarm) || Double.isInfinite(miss)) {
      throw new IllegalArgumentException("costs are positive numbers");
    }
  }
}
