package io.salus.synthesis.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a network learns, with the moments of Adam (Kingma and Ba, ICLR 2015, algorithm 1). Written
 * and read whole, so that a training goes on exactly where it stopped; DJL's own optimizer keeps
 * its moments to itself.
 */
public final class Parameters {
  private static final float EPSILON = 1e-8f;

  /**
   * How Adam steps.
   *
   * @param rate learning rate
   * @param beta1 decay of the mean
   * @param beta2 decay of the variance
   * @param penalty weight of the L2 penalty
   */
  public record Adam(double rate, double beta1, double beta2, double penalty) {}

  /** Decay of the running average of the values. */
  private static final double AVERAGE = 0.99;

  private record Learnt(NDArray value, NDArray mean, NDArray variance, NDArray average) {}

  private final NDManager manager;
  private final Adam adam;
  private final List<Learnt> learnt = new ArrayList<>();
  private int steps;

  /** The manager's life is the parameters' life. */
  public Parameters(NDManager manager, Adam adam) {
    this.manager = manager;
    this.adam = adam;
  }

  /** An array that {@link #step} moves. */
  public NDArray learnt(float[] start, long... shape) {
    NDArray value = manager.create(start, new Shape(shape));
    value.setRequiresGradient(true);
    learnt.add(
        new Learnt(
            value,
            manager.zeros(new Shape(shape)),
            manager.zeros(new Shape(shape)),
            manager.create(start, new Shape(shape))));
    return value;
  }

  /** One step of Adam down the gradients of the last backward pass; clears them. */
  public void step() {
    steps++;
    double bias =
        StrictMath.sqrt(1 - StrictMath.pow(adam.beta2(), steps))
            / (1 - StrictMath.pow(adam.beta1(), steps));
    for (Learnt one : learnt) {
      try (NDArray gradient = one.value().getGradient()) {
        one.value()
            .getNDArrayInternal()
            .adamUpdate(
                new NDList(one.value(), gradient, one.mean(), one.variance()),
                new NDList(one.value()),
                (float) adam.rate(),
                (float) (adam.rate() * bias),
                (float) adam.penalty(),
                1f,
                -1f,
                (float) adam.beta1(),
                (float) adam.beta2(),
                EPSILON,
                false,
                false);
      }
      follow(one);
    }
  }

  /** The first steps count more, so that the start is soon forgotten. */
  private void follow(Learnt one) {
    double decay = Math.min(AVERAGE, (1.0 + steps) / (10.0 + steps));
    try (NDArray now = one.value().stopGradient();
        NDArray share = now.mul(1 - decay)) {
      one.average().muli(decay).addi(share);
    }
  }

  /**
   * Ends the training: every array becomes the average of its last values. The last step of a
   * generator that plays against a critic is a bad sample of what it has learnt (Yazici et al.,
   * "The unusual effectiveness of averaging in GAN training", ICLR 2019).
   */
  public void settle() {
    for (Learnt one : learnt) {
      set(one.value(), one.average().toFloatArray());
    }
  }

  /** Everything needed to go on. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(steps);
    for (NDArray array : all()) {
      for (float value : array.toFloatArray()) {
        out.writeFloat(value);
      }
    }
  }

  /** What {@link #write} wrote for a network of the same shape. */
  public void read(DataInput in) throws IOException {
    steps = in.readInt();
    for (NDArray array : all()) {
      float[] values = new float[(int) array.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = in.readFloat();
      }
      set(array, values);
    }
  }

  private static void set(NDArray array, float[] values) {
    boolean learns = array.hasGradient();
    array.setRequiresGradient(false);
    array.set(values);
    array.setRequiresGradient(learns);
  }

  private List<NDArray> all() {
    List<NDArray> all = new ArrayList<>();
    for (Learnt one : learnt) {
      all.add(one.value());
      all.add(one.mean());
      all.add(one.variance());
      all.add(one.average());
    }
    return all;
  }
}
