package io.salus.learning.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The same figures for every group, each with its interval, so that gaps are seen with their doubt.
 */
public final class Subgroups {
  private Subgroups() {}

  /**
   * One line a group, by name. Rows with an empty group are in none.
   *
   * @param groups group of each row, for example its sex or age band
   */
  public static List<Subgroup> of(
      double[] probabilities, boolean[] labels, List<String> groups, Bootstrap bootstrap) {
    Map<String, int[]> rows = new TreeMap<>();
    groups.stream()
        .distinct()
        .filter(group -> !group.isEmpty())
        .forEach(
            group ->
                rows.put(
                    group,
                    IntStream.range(0, labels.length)
                        .filter(i -> groups.get(i).equals(group))
                        .toArray()));
    return rows.entrySet().stream()
        .map(entry -> of(entry.getKey(), entry.getValue(), probabilities, labels, bootstrap))
        .toList();
  }

  private static Subgroup of(
      String name, int[] rows, double[] probabilities, boolean[] labels, Bootstrap bootstrap) {
    double[] scores = Arrays.stream(rows).mapToDouble(i -> probabilities[i]).toArray();
    boolean[] happened = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      happened[i] = labels[rows[i]];
    }
    return new Subgroup(
        name,
        rows.length,
        positives(happened),
        bootstrap.estimate(Discrimination::auroc, scores, happened),
        bootstrap.estimate(Subgroups::excess, scores, happened),
        bootstrap.estimate(Calibration::brier, scores, happened));
  }

  /** Mean prediction minus share with the outcome: calibration in the large; 0 is ideal. */
  public static double excess(double[] probabilities, boolean[] labels) {
    return (Arrays.stream(probabilities).sum() - positives(labels)) / labels.length;
  }

  private static int positives(boolean[] labels) {
    int count = 0;
    for (boolean label : labels) {
      count += label ? 1 : 0;
    }
    return count;
  }

  /** All bands that {@link #ageBand} knows. */
  public static final List<String> AGE_BANDS = List.of("0-17", "18-39", "40-64", "65-79", "80+");

  /** Age bands of clinical reports; empty where the age is missing. */
  public static String ageBand(double years) {
    return Double.isNaN(years)
        ? ""
        : years < 18
            ? "0-17"
            : years < 40 ? "18-39" : years < 65 ? "40-64" : years < 80 ? "65-79" : "80+";
  }
}
