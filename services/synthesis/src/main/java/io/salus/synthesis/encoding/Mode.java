package io.salus.synthesis.encoding;

/**
 * One bump of a column's distribution.
 *
 * @param weight share of the values that it explains
 * @param mean centre, in the column's unit
 * @param deviation standard deviation, in the column's unit; 0 for a single value
 */
record Mode(double weight, double mean, double deviation) {
  /** Density of the mode times its weight; meaningful only for a deviation over 0. */
  double density(double value) {
    double z = (value - mean) / deviation;
    return weight * StrictMath.exp(-z * z / 2) / (deviation * StrictMath.sqrt(2 * Math.PI));
  }
}
