package io.salus.learning.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * AdamW (Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2)
 * whose state can be kept and taken up again, which that of the library cannot.
 */
final class AdamSteps extends Optimizer {
  private static final float FIRST = 0.9f;
  private static final float SECOND = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final NDManager manager;
  private final Map<String, Moments> moments = new HashMap<>();
  private float rate;

  private AdamSteps(NDManager manager, Builder builder) {
    super(builder);
    this.manager = manager;
  }

  /**
   * @param manager that owns the state
   */
  static AdamSteps of(NDManager manager, double weightDecay) {
    return new AdamSteps(manager, new Builder().optWeightDecays((float) weightDecay));
  }

  private static final class Builder extends OptimizerBuilder<Builder> {
    @Override
    protected Builder self() {
      return this;
    }
  }

  /** Of one parameter: means of gradients and of their squares, and how many there were. */
  private static final class Moments {
    private final NDArray mean;
    private final NDArray square;
    private int steps;

    Moments(NDArray mean, NDArray square, int steps) {
      this.mean = mean;
      this.square = square;
      this.steps = steps;
    }
  }

  /** Step size of the next steps. */
  void rate(float next) {
    rate = next;
  }

  @Override
  public void update(String id, NDArray weight, NDArray gradient) {
    Moments of = moments.computeIfAbsent(id, key -> new Moments(zeros(weight), zeros(weight), 0));
    of.steps++;
    double first = 1 - Math.pow(FIRST, of.steps);
    double second = 1 - Math.pow(SECOND, of.steps);
    weight
        .getNDArrayInternal()
        .adamUpdate(
            new NDList(weight, gradient, of.mean, of.square),
            new NDList(weight),
            rate,
            (float) (rate * Math.sqrt(second) / first),
            getWeightDecay(),
            rescaleGrad,
            clipGrad,
            FIRST,
            SECOND,
            EPSILON,
            true,
            true);
  }

  private NDArray zeros(NDArray weight) {
    return manager.zeros(weight.getShape(), weight.getDataType());
  }

  /** Writes what is known of every parameter of a network. */
  void write(Block block, DataOutputStream out) throws IOException {
    for (Parameter parameter : block.getParameters().values()) {
      Moments of = moments.get(parameter.getId());
      out.writeInt(of == null ? 0 : of.steps);
      if (of != null) {
        Floats.write(of.mean, out);
        Floats.write(of.square, out);
      }
    }
  }

  /** Takes up what {@link #write} wrote of the same network. */
  void read(Block block, DataInputStream in) throws IOException {
    List<Parameter> parameters = block.getParameters().values();
    for (Parameter parameter : parameters) {
      int steps = in.readInt();
      if (steps > 0) {
        NDArray weight = parameter.getArray();
        moments.put(
            parameter.getId(),
            new Moments(
                Floats.read(manager, weight.getShape(), in),
                Floats.read(manager, weight.getShape(), in),
                steps));
      }
    }
  }
}
