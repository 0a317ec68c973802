package io.salus.synthesis.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the figures are worth, in plain words.
 *
 * @param conclusive whether there were rows enough to say anything
 * @param repeatsPatients whether synthetic rows come closer to patients than chance explains
 * @param sentences worst first
 */
public record Verdict(boolean conclusive, boolean repeatsPatients, List<String> sentences) {
  /** Below this, chance alone moves each figure by several hundredths. */
  private static final int ENOUGH_TRAINED = 200;

  /** A 5th percentile of fewer rows rests on one or two of them. */
  private static final int ENOUGH_HELD_OUT = 40;

  private static final double FAIR = 0.9;

  /** Judges a population. */
  public static Verdict of(Quality quality, long seed) {
    boolean conclusive =
        quality.trained() >= ENOUGH_TRAINED && quality.heldOut() >= ENOUGH_HELD_OUT;
    List<String> sentences = new ArrayList<>();
    if (!conclusive) {
      sentences.add(
          ("Too few rows to say whether this population is like the real one, or whether it gives"
                  + " patients away: the generator learnt from %d patients and %d were held out;"
                  + " judge with at least %d and %d. Take the figures below as a check that the"
                  + " machinery runs, not as quality.")
              .formatted(quality.trained(), quality.heldOut(), ENOUGH_TRAINED, ENOUGH_HELD_OUT));
    }
    sentences.add(privacy(quality, seed));
    sentences.add(dependence(quality));
    if (quality.columnShapes() < FAIR) {
      sentences.add(
          format(
              "Single columns are off by %.0f %% on average; look at the plots before using any.",
              100 * (1 - quality.columnShapes())));
    }
    if (quality.identical() > 0) {
      sentences.add(
          quality.identical()
              + " synthetic rows equal a real one: the columns allow so few different rows that"
              + " this could not be avoided.");
    }
    return new Verdict(conclusive, repeats(quality, seed), sentences);
  }

  private static boolean repeats(Quality quality, long seed) {
    return quality.syntheticDistances().quantile(0.05)
        < quality.heldOutDistances().interval(0.05, seed).getFirst();
  }

  private static String privacy(Quality quality, long seed) {
    double made = quality.syntheticDistances().quantile(0.05);
    double real = quality.heldOutDistances().quantile(0.05);
    if (repeats(quality, seed)) {
      return format(
          "Synthetic rows come closer to the patients learnt from (5th percentile %.3f) than real"
              + " patients come to each other (%.3f): the generator repeats patients. Do not"
              + " release this population.",
          made, real);
    }
    if (made < real) {
      return format(
          "Synthetic rows come a little closer to the patients learnt from (5th percentile %.3f)"
              + " than real patients do (%.3f), within what chance explains.",
          made, real);
    }
    return format(
        "Synthetic rows stay as far from the patients learnt from (5th percentile %.3f) as real"
            + " patients do (%.3f). That is no proof of privacy: it finds copies, not every leak.",
        made, real);
  }

  private static String dependence(Quality quality) {
    if (quality.pairTrends() <= quality.independentPairs()) {
      return format(
          "Dependence between columns was not learnt: pairs score %.3f, and shuffling each column"
              + " on its own scores %.3f.",
          quality.pairTrends(), quality.independentPairs());
    }
    return format(
        "Dependence between columns was learnt in part: pairs score %.3f, shuffling each column on"
            + " its own scores %.3f, the real rows themselves would score 1.",
        quality.pairTrends(), quality.independentPairs());
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
