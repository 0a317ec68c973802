package io.salus.inference.training;

import io.salus.learning.metric.Calibration;
import io.salus.learning.metric.Estimate;
import java.util.Locale;

/**
 * What the held-out figures allow to say, in plain words. It is shown wherever the model speaks, so
 * that nobody takes a figure of nine patients for a fact.
 *
 * @param conclusive whether the model is shown to rank patients better than chance
 * @param text for people
 */
public record Verdict(boolean conclusive, String text) {
  /** With fewer in either group one patient moves the AUROC by five hundredths or more. */
  public static final int FEWEST = 10;

  static Verdict of(int rows, int positives, Estimate auroc, Calibration calibration) {
    int negatives = rows - positives;
    if (positives < FEWEST || negatives < FEWEST) {
      return new Verdict(
          false,
          String.format(
              Locale.ROOT,
              "Too few patients to say anything: of %d patients held out for testing %d had the"
                  + " outcome and %d had not, and at least %d of each are needed."
                  + " The figures below are shown for completeness only.",
              rows,
              positives,
              negatives,
              FEWEST));
    }
    if (!auroc.hasInterval() || auroc.low() <= 0.5) {
      return new Verdict(
          false,
          String.format(
              Locale.ROOT,
              "Not shown to be better than chance: the 95 %% interval of the AUROC on %d held-out"
                  + " patients (%.2f to %.2f) does not lie above 0.5.",
              rows,
              auroc.low(),
              auroc.high()));
    }
    return new Verdict(
        true,
        String.format(
                Locale.ROOT,
                "Ranks patients better than chance: AUROC %.2f (95 %% interval %.2f to %.2f) on %d"
                    + " held-out patients, %d of them with the outcome.",
                auroc.value(),
                auroc.low(),
                auroc.high(),
                rows,
                positives)
            + calibration(calibration));
  }

  private static String calibration(Calibration calibration) {
    double slope = calibration.slope();
    if (Double.isNaN(slope)) {
      return "";
    }
    if (slope < 0.7) {
      return String.format(
          Locale.ROOT,
          " Its probabilities are too extreme (calibration slope %.2f): read them as ranks.",
          slope);
    }
    if (slope > 1.4) {
      return String.format(
          Locale.ROOT, " Its probabilities are too cautious (calibration slope %.2f).", slope);
    }
    return "";
  }
}
