package io.salus.synthesis.generator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import io.salus.synthesis.network.Dense;
import io.salus.synthesis.network.LayerNorm;
import io.salus.synthesis.network.Parameters;
import java.util.random.RandomGenerator;

/**
 * The generator of Xu et al., NeurIPS 2019, section 4.4: two layers, each passing its input on
 * beside its output, then one linear layer. Normalised by layer, not by batch: averaged weights
 * then need no statistics of their own.
 */
final class GeneratorNetwork {
  private final Dense first;
  private final LayerNorm firstNorm;
  private final Dense second;
  private final LayerNorm secondNorm;
  private final Dense last;

  GeneratorNetwork(
      Parameters parameters, int input, int hidden, int output, RandomGenerator random) {
    first = Dense.create(parameters, input, hidden, random);
    firstNorm = new LayerNorm(parameters, hidden);
    second = Dense.create(parameters, input + hidden, hidden, random);
    secondNorm = new LayerNorm(parameters, hidden);
    last = Dense.create(parameters, input + 2 * hidden, output, random);
  }

  /** Noise and condition, batch x input, to what the row's vector is made of, batch x output. */
  NDArray forward(NDArray input) {
    NDArray one = beside(input, Activation.relu(firstNorm.apply(first.apply(input))));
    NDArray two = beside(one, Activation.relu(secondNorm.apply(second.apply(one))));
    return last.apply(two);
  }

  private static NDArray beside(NDArray before, NDArray after) {
    return NDArrays.concat(new NDList(after, before), 1);
  }
}
