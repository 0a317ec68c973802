package io.salus.learning.calibrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The share of known rows with a lower score: no probability, but it needs no row with the outcome.
 * Beyond the highest known score it goes on rising, as {@code 1 - highest / ((n + 1) score)}, so
 * that what is far off ranks above what is near.
 *
 * @param known scores of rows without the outcome, rising, all positive
 */
public record Rank(List<Double> known) implements Calibrator {
  private static final int MOST = 1000;
  private static final double LEAST = 1e-12;

  public Rank {
    known = List.copyOf(known);
    if (known.isEmpty() || !(known.getFirst() > 0)) {
      throw new IllegalArgumentException("no scores to rank among");
    }
  }

  /** Of rows without the outcome; of many, evenly chosen ones are kept. */
  public static Rank among(double[] scores) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    int kept = Math.min(MOST, sorted.length);
    List<Double> known = new ArrayList<>();
    for (int i = 0; i < kept; i++) {
      int place = kept == 1 ? 0 : (int) ((long) i * (sorted.length - 1) / (kept - 1));
      known.add(Math.max(sorted[place], LEAST));
    }
    return new Rank(known);
  }

  @Override
  public double probability(double score) {
    double step = 1.0 / (known.size() + 1);
    if (!(score > known.getFirst())) {
      return step * Math.max(score, 0) / known.getFirst();
    }
    if (score >= known.getLast()) {
      return 1 - step * known.getLast() / score;
    }
    int found = Collections.binarySearch(known, score);
    if (found >= 0) {
      return step * (found + 1);
    }
    int above = -found - 1;
    double low = known.get(above - 1);
    double part = (score - low) / (known.get(above) - low);
    return step * (above + part);
  }
}
