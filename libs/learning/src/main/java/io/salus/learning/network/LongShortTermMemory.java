package io.salus.learning.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.training.initializer.Initializer;
import io.salus.learning.model.Cell;
import java.util.Arrays;

/**
 * Long short-term memory. With gates i, f, o, candidate g and memory m of every step
 *
 * <pre>
 * i = sigma(x W_i + h U_i + b_i)    f = sigma(x W_f + h U_f + b_f)
 * g = tanh(x W_g + h U_g + b_g)     o = sigma(x W_o + h U_o + b_o)
 * m' = f * m + i * g                h' = o * tanh(m')
 * </pre>
 *
 * Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 9 (1997), with the
 * forget gates of Gers, Schmidhuber and Cummins, "Learning to forget", Neural Computation 12
 * (2000). Their biases begin at 1, so that what is remembered is not forgotten before anything is
 * learnt: Jozefowicz, Zaremba and Sutskever, "An empirical exploration of recurrent network
 * architectures", ICML 2015, section 2.2.
 */
final class LongShortTermMemory extends RecurrentLayer {
  LongShortTermMemory(int units) {
    super(Cell.LSTM, units);
    bias().setInitializer(remembering(units));
  }

  private static Initializer remembering(int units) {
    return (manager, shape, type) -> {
      float[] biases = new float[(int) shape.size()];
      Arrays.fill(biases, units, 2 * units, 1);
      return manager.create(biases, shape).toType(type, false);
    };
  }

  @Override
  NDList step(NDArray given, NDArray known, NDList before) {
    NDList gates = given.add(known).split(Cell.LSTM.gates(), 1);
    NDArray i = Activation.sigmoid(gates.get(0));
    NDArray f = Activation.sigmoid(gates.get(1));
    NDArray g = Activation.tanh(gates.get(2));
    NDArray o = Activation.sigmoid(gates.get(3));
    NDArray memory = f.mul(before.get(1)).add(i.mul(g));
    return new NDList(o.mul(Activation.tanh(memory)), memory);
  }
}
