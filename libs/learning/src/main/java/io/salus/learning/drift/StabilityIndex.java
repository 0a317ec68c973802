package io.salus.learning.drift;

import java.util.List;

/**
 * Population stability index of counts in bins: with shares e before and a now, {@code PSI = sum (a
 * - e) ln(a / e)}: Siddiqi, "Credit Risk Scorecards" (Wiley 2006), who takes less than 0.10 for no
 * change, up to 0.25 for a small one and more for a large one. It is the divergence J of Kullback
 * and Leibler, "On information and sufficiency", Annals of Mathematical Statistics 22 (1951),
 * section 2.
 *
 * @param value the index; 0 where nothing changed
 * @param chance what it stays below in 99 of 100 windows where nothing has changed
 */
public record StabilityIndex(double value, double chance) {
  /** Quantile of the standard normal distribution at 0.99. */
  private static final double Z99 = 2.3263478740408408;

  /** In a bin without anybody half a patient is counted: the logarithm needs a share. */
  private static final double NOBODY = 0.5;

  /** How much it is; a change that chance explains is none. */
  public enum Change {
    NONE,
    SMALL,
    LARGE
  }

  /**
   * Compares.
   *
   * @param before patients in each bin, all in all at least one
   * @param now the same bins, all in all at least one
   */
  public static StabilityIndex of(List<Long> before, List<Long> now) {
    double all = sum(before);
    double present = sum(now);
    if (before.size() != now.size() || !(all > 0) || !(present > 0)) {
      throw new IllegalArgumentException("both have patients in the same bins");
    }
    double value = 0;
    int bins = 0;
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i) == 0 && now.get(i) == 0) {
        continue;
      }
      bins++;
      double e = Math.max(NOBODY, before.get(i)) / all;
      double a = Math.max(NOBODY, now.get(i)) / present;
      value += (a - e) * StrictMath.log(a / e);
    }
    return new StabilityIndex(value, chance(bins, all, present));
  }

  /**
   * Without a change {@code PSI / (1/M + 1/N)} is distributed as chi-squared with one degree less
   * than bins: Yurdakul and Naranjo, "Statistical properties of the population stability index",
   * Journal of Risk Model Validation 14 (2020). Its quantile by Wilson and Hilferty, PNAS 17
   * (1931), p. 684.
   */
  private static double chance(int bins, double all, double present) {
    if (bins < 2) {
      return 0;
    }
    double degrees = bins - 1;
    double step = 2 / (9 * degrees);
    double root = 1 - step + Z99 * Math.sqrt(step);
    return (1 / all + 1 / present) * degrees * root * root * root;
  }

  private static double sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  public Change change() {
    if (value < 0.1 || value <= chance) {
      return Change.NONE;
    }
    return value > 0.25 ? Change.LARGE : Change.SMALL;
  }
}
