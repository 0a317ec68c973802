package io.salus.learning.model;

/**
 * Brings every picture by itself to mean 0 and deviation 1, each channel apart: devices differ in
 * brightness and contrast, and those say nothing of a patient.
 */
public final class EachAlone {
  /** Of the deviation of all pictures: what hardly varies is not blown up. */
  private static final double LEAST = 4e-3;

  private EachAlone() {}

  /**
   * A picture in new numbers.
   *
   * @param x pixel by pixel, the channels of a pixel side by side
   */
  public static double[] of(double[] x, int channels) {
    double[] alone = new double[x.length];
    int pixels = x.length / channels;
    for (int channel = 0; channel < channels; channel++) {
      double sum = 0;
      for (int j = channel; j < x.length; j += channels) {
        sum += x[j];
      }
      double mean = sum / pixels;
      double squares = 0;
      for (int j = channel; j < x.length; j += channels) {
        squares += (x[j] - mean) * (x[j] - mean);
      }
      double deviation = Math.sqrt(squares / pixels) + LEAST;
      for (int j = channel; j < x.length; j += channels) {
        alone[j] = (x[j] - mean) / deviation;
      }
    }
    return alone;
  }
}
