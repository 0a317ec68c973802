package io.salus.learning.network;

import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.initializer.Initializer;
import java.util.random.RandomGenerator;

/** Weights with which a training begins; offsets begin at 0. */
final class StartWeights {
  private StartWeights() {}

  /**
   * For layers of ReLU units, normal with variance 2 / inputs: He et al., "Delving deep into
   * rectifiers", ICCV 2015, eq. 10. The last layer has no ReLU behind it, and begins as PyTorch's
   * do, even between -1 and 1 / sqrt(inputs): Glorot and Bengio, "Understanding the difficulty of
   * training deep feedforward neural networks", AISTATS 2010, eq. 1. A network that is sure of
   * itself before it has learnt has to unlearn that first.
   */
  static void set(SequentialBlock layers, RandomGenerator random) {
    layers.setInitializer(
        of(inputs -> random.nextGaussian() * Math.sqrt(2 / inputs)), Parameter.Type.WEIGHT);
    layers
        .getChildren()
        .values()
        .getLast()
        .setInitializer(
            of(inputs -> (2 * random.nextDouble() - 1) / Math.sqrt(inputs)), Parameter.Type.WEIGHT);
  }

  /**
   * Log-odds of the outcome: a network whose last offset begins there need not learn that first.
   */
  static float logOdds(Samples rows, double positiveWeight) {
    double positives = 0;
    double others = 0;
    for (int i = 0; i < rows.rows(); i++) {
      if (rows.classOf(i) == 1) {
        positives += positiveWeight;
      } else {
        others++;
      }
    }
    return (float) StrictMath.log((positives + 0.5) / (others + 0.5));
  }

  /** One weight of a unit with so many inputs. */
  @FunctionalInterface
  private interface Weight {
    double of(double inputs);
  }

  private static Initializer of(Weight weight) {
    return (manager, shape, type) -> {
      float[] weights = new float[(int) shape.size()];
      double inputs = (double) shape.size() / shape.get(0);
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) weight.of(inputs);
      }
      return manager.create(weights, shape).toType(type, false);
    };
  }
}
