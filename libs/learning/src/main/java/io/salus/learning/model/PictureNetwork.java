package io.salus.learning.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A trained convolutional network with one output, in plain Java: stages of two convolutions with
 * the largest of four neighbours taken between stages, then the mean of every plane and a weighted
 * sum. Batch normalisation is part of the convolutions' weights. The same picture gives the same
 * bits whatever is asked beside it. Safe for several threads.
 */
public final class PictureNetwork implements PathIntegral.Differentiable {
  private static final int PER_STAGE = 2;
  private static final int LARGEST = 1 << 20;

  private final int height;
  private final int width;
  private final List<Convolution> convolutions;
  private final float[] weights;
  private final float bias;

  @JsonCreator
  PictureNetwork(
      @JsonProperty("height") int height,
      @JsonProperty("width") int width,
      @JsonProperty("convolutions") List<Convolution> convolutions,
      @JsonProperty("weights") float[] weights,
      @JsonProperty("bias") float bias) {
    this.height = height;
    this.width = width;
    this.convolutions = List.copyOf(convolutions);
    this.weights = weights.clone();
    this.bias = bias;
    int stages = convolutions.size() / PER_STAGE;
    boolean sound =
        stages > 0
            && stages < Integer.SIZE
            && convolutions.size() % PER_STAGE == 0
            && height >> (stages - 1) > 0
            && width >> (stages - 1) > 0
            && (long) height * width <= LARGEST
            && convolutions.getLast().outputs() == weights.length;
    for (int i = 1; sound && i < convolutions.size(); i++) {
      sound = convolutions.get(i).inputs() == convolutions.get(i - 1).outputs();
    }
    if (!sound) {
      throw new IllegalArgumentException("not a network for pictures");
    }
  }

  /**
   * Out of the arrays of a trained one.
   *
   * @param arrays of every convolution its weights, and gain, shift, mean and variance of its batch
   *     normalisation; last weights and bias of the sum
   * @param smallest what the normalisation adds to variances
   */
  public static PictureNetwork of(
      int height, int width, int depth, List<float[]> arrays, double smallest) {
    List<Convolution> folded = new ArrayList<>();
    int inputs = depth;
    for (int i = 0; i + 2 < arrays.size(); i += 5) {
      float[] filters = arrays.get(i).clone();
      float[] gain = arrays.get(i + 1);
      float[] biases = arrays.get(i + 2).clone();
      float[] mean = arrays.get(i + 3);
      float[] variance = arrays.get(i + 4);
      int taps = filters.length / biases.length;
      for (int f = 0; f < biases.length; f++) {
        double scale = gain[f] / Math.sqrt(variance[f] + smallest);
        biases[f] = (float) (biases[f] - mean[f] * scale);
        for (int j = 0; j < taps; j++) {
          filters[f * taps + j] = (float) (filters[f * taps + j] * scale);
        }
      }
      folded.add(new Convolution(inputs, filters, biases));
      inputs = biases.length;
    }
    return new PictureNetwork(
        height, width, folded, arrays.get(arrays.size() - 2), arrays.getLast()[0]);
  }

  @JsonProperty("height")
  int height() {
    return height;
  }

  @JsonProperty("width")
  int imageWidth() {
    return width;
  }

  @JsonProperty("convolutions")
  List<Convolution> convolutions() {
    return convolutions;
  }

  @JsonProperty("weights")
  float[] weights() {
    return weights.clone();
  }

  @JsonProperty("bias")
  float bias() {
    return bias;
  }

  /** Number of inputs: line by line, pixel by pixel, the numbers of a pixel side by side. */
  public int inputs() {
    return height * width * depth();
  }

  private int depth() {
    return convolutions.getFirst().inputs();
  }

  /** Log-odds for one picture. */
  @Override
  public double score(double[] x) {
    List<float[][]> layers = forward(x);
    return sum(layers.getLast(), size(convolutions.size() - 1));
  }

  private double sum(float[][] planes, Plane size) {
    double sum = bias;
    for (int f = 0; f < planes.length; f++) {
      double all = 0;
      for (float value : planes[f]) {
        all += value;
      }
      sum += weights[f] * all / (size.height() * size.width());
    }
    return sum;
  }

  /** Size of the planes of a convolution. */
  private Plane size(int convolution) {
    int stage = convolution / PER_STAGE;
    return new Plane(height >> stage, width >> stage);
  }

  /** The picture's planes, and what every convolution answers, before pooling. */
  private List<float[][]> forward(double[] x) {
    Plane whole = size(0);
    float[][] planes = new float[depth()][whole.padded()];
    int next = 0;
    for (int line = 0; line < height; line++) {
      for (int column = 0; column < width; column++) {
        for (float[] plane : planes) {
          plane[whole.at(line, column)] = (float) x[next++];
        }
      }
    }
    List<float[][]> layers = new ArrayList<>();
    for (int i = 0; i < convolutions.size(); i++) {
      if (i > 0 && i % PER_STAGE == 0) {
        Plane size = size(i - 1);
        planes = Arrays.stream(planes).map(size::pooled).toArray(float[][]::new);
      }
      planes = convolutions.get(i).forward(planes, size(i));
      layers.add(planes);
    }
    return layers;
  }

  @Override
  public double[] gradient(double[] x) {
    List<float[][]> layers = forward(x);
    Plane last = size(convolutions.size() - 1);
    float[][] slope = new float[weights.length][last.padded()];
    for (int f = 0; f < slope.length; f++) {
      Arrays.fill(slope[f], weights[f] / (last.height() * last.width()));
    }
    for (int i = convolutions.size() - 1; i >= 0; i--) {
      slope = convolutions.get(i).backward(layers.get(i), slope, size(i));
      if (i > 0 && i % PER_STAGE == 0) {
        Plane before = size(i - 1);
        for (int f = 0; f < slope.length; f++) {
          slope[f] = before.spread(layers.get(i - 1)[f], slope[f]);
        }
      }
    }
    double[] gradient = new double[x.length];
    Plane whole = size(0);
    int next = 0;
    for (int line = 0; line < height; line++) {
      for (int column = 0; column < width; column++) {
        for (float[] plane : slope) {
          gradient[next++] = plane[whole.at(line, column)];
        }
      }
    }
    return gradient;
  }

  /**
   * What each number of the picture adds to the score, from the average picture on, and last the
   * score of that one; the sum is the score. Integrated gradients.
   */
  public double[] contributions(double[] x) {
    return PathIntegral.of(this, x);
  }
}
