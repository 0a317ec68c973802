package io.salus.learning.metric;

/**
 * A figure with its 95 % interval; NaN where the data does not define it.
 *
 * @param value the figure on all patients
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record Estimate(double value, double low, double high) {
  /** Whether both ends are known. */
  public boolean hasInterval() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }
}
