package io.salus.learning.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.salus.learning.model.EachAlone;
import java.util.Arrays;

/** Rows for a network with what they are; pictures and sequences lie flat, row by row. */
public final class Samples {
  private final float[][] values;
  private final int[] classes;

  /**
   * @param values one array a row
   * @param classes class of each row, from 0 on; 1 is the outcome where there are two
   */
  public Samples(float[][] values, int[] classes) {
    if (values.length != classes.length || values.length == 0) {
      throw new IllegalArgumentException("rows and classes differ in number, or there are none");
    }
    this.values = values.clone();
    this.classes = classes.clone();
  }

  /** Rows with the outcome, or without it. */
  public static Samples of(double[][] rows, boolean[] outcomes) {
    float[][] values = new float[rows.length][];
    int[] classes = new int[rows.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = new float[rows[i].length];
      for (int j = 0; j < values[i].length; j++) {
        values[i][j] = (float) rows[i][j];
      }
      classes[i] = outcomes[i] ? 1 : 0;
    }
    return new Samples(values, classes);
  }

  public int rows() {
    return values.length;
  }

  public int classOf(int row) {
    return classes[row];
  }

  float[] value(int row) {
    return values[row];
  }

  /** Which rows are of a class. */
  public boolean[] are(int wanted) {
    boolean[] labels = new boolean[classes.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = classes[i] == wanted;
    }
    return labels;
  }

  /** The same with these rows only, in this order. */
  public Samples rows(int[] rows) {
    return new Samples(
        Arrays.stream(rows).mapToObj(i -> values[i]).toArray(float[][]::new),
        Arrays.stream(rows).map(i -> classes[i]).toArray());
  }

  /** The same pictures, {@linkplain EachAlone each brought to mean 0 and deviation 1}. */
  public Samples eachAlone(int channels) {
    return new Samples(
        Arrays.stream(values).map(row -> alone(row, channels)).toArray(float[][]::new), classes);
  }

  private static float[] alone(float[] row, int channels) {
    double[] wide = new double[row.length];
    for (int j = 0; j < wide.length; j++) {
      wide[j] = row[j];
    }
    double[] alone = EachAlone.of(wide, channels);
    float[] narrow = new float[row.length];
    for (int j = 0; j < narrow.length; j++) {
      narrow[j] = (float) alone[j];
    }
    return narrow;
  }

  /** Of all values and classes, in order. */
  long checksum() {
    long sum = values.length;
    for (int i = 0; i < values.length; i++) {
      sum = 31 * (31 * sum + Arrays.hashCode(values[i])) + classes[i];
    }
    return sum;
  }

  /** All rows as one array, copied once. */
  NDArray array(NDManager manager, Architecture architecture) {
    int width = architecture.width();
    float[] flat = new float[values.length * width];
    for (int i = 0; i < values.length; i++) {
      System.arraycopy(values[i], 0, flat, i * width, width);
    }
    Shape shape = architecture.shape(values.length);
    // The numbers of a pixel lie side by side and stay so: convolutions are a quarter faster on
    // this order than on one plane a channel, in which the shape is given.
    return architecture instanceof Architecture.Convolutional pictures
        ? manager
            .create(
                flat,
                new Shape(
                    values.length, pictures.height(), pictures.imageWidth(), pictures.depth()))
            .transpose(0, 3, 1, 2)
        : manager.create(flat, shape);
  }
}
