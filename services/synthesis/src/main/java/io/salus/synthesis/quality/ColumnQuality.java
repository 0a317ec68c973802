package io.salus.synthesis.quality;

/**
 * How alike one column is in both populations.
 *
 * @param measure {@code ks_complement} or {@code tv_complement}
 * @param shape 0 to 1, 1 is alike
 * @param realMissing share of real rows without a value
 * @param syntheticMissing share of synthetic rows without a value
 */
public record ColumnQuality(
    String name, String measure, double shape, double realMissing, double syntheticMissing) {
  /** 1 minus the difference of the two shares. */
  public double missingness() {
    return 1 - Math.abs(realMissing - syntheticMissing);
  }
}
