package io.salus.learning.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How well scores rank patients with the outcome above those without. */
public final class Discrimination {
  private Discrimination() {}

  /**
   * One point of a curve over thresholds.
   *
   * @param falsePositives patients without the outcome at or above the threshold
   * @param truePositives patients with the outcome at or above the threshold
   */
  public record Point(int falsePositives, int truePositives) {}

  /**
   * Area under the ROC curve: the probability that a patient with the outcome scores higher than
   * one without, ties counting one half, {@code sum over pairs of [s+ > s-] + [s+ = s-]/2, divided
   * by n+ n-}. Hanley and McNeil, "The meaning and use of the area under a receiver operating
   * characteristic (ROC) curve", Radiology 143 (1982), p. 31. NaN unless both groups are there.
   */
  public static double auroc(double[] scores, boolean[] labels) {
    double area = 0;
    Point last = new Point(0, 0);
    for (Point point : curve(scores, labels)) {
      // The trapezium over one group of ties is the half point of each of its pairs.
      area +=
          (point.falsePositives() - last.falsePositives())
              * (point.truePositives() + last.truePositives())
              / 2.0;
      last = point;
    }
    return area / ((double) last.falsePositives() * last.truePositives());
  }

  /**
   * Area under the precision-recall curve as average precision, {@code AP = sum over thresholds of
   * (R_n - R_(n-1)) P_n}, which does not interpolate between points. Boyd, Eng and Page, "Area
   * under the precision-recall curve: point estimates and confidence intervals", ECML PKDD 2013,
   * section 3. Patients without skill score the share of positives. NaN without positives.
   */
  public static double auprc(double[] scores, boolean[] labels) {
    double sum = 0;
    Point last = new Point(0, 0);
    for (Point point : curve(scores, labels)) {
      double precision =
          (double) point.truePositives() / (point.truePositives() + point.falsePositives());
      sum += (point.truePositives() - last.truePositives()) * precision;
      last = point;
    }
    return sum / last.truePositives();
  }

  /**
   * Counts at every distinct score, from the highest down; the last point counts all patients.
   * Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27 (2006), algorithm 1.
   */
  public static List<Point> curve(double[] scores, boolean[] labels) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Point> points = new ArrayList<>();
    int falsePositives = 0;
    int truePositives = 0;
    for (int i = 0; i < order.length; i++) {
      truePositives += labels[order[i]] ? 1 : 0;
      falsePositives += labels[order[i]] ? 0 : 1;
      if (i + 1 == order.length || scores[order[i + 1]] != scores[order[i]]) {
        points.add(new Point(falsePositives, truePositives));
      }
    }
    if (points.isEmpty()) {
      points.add(new Point(0, 0));
    }
    return points;
  }
}
