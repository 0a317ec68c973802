package io.salus.learning.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import io.salus.learning.model.Cell;

/**
 * A gated recurrent unit. With gates z, r and candidate c of every step
 *
 * <pre>
 * z = sigma(x W_z + h U_z + b_z)    r = sigma(x W_r + h U_r + b_r)
 * c = tanh(x W_c + r * (h U_c) + b_c)    h' = z * h + (1 - z) * c
 * </pre>
 *
 * Cho et al., "Learning phrase representations using RNN encoder-decoder", EMNLP 2014, eq. 5 to 8,
 * with r applied after the product as in Chung et al. (arXiv:1412.3555, 2014).
 */
final class GatedRecurrentUnit extends RecurrentLayer {
  GatedRecurrentUnit(int units) {
    super(Cell.GRU, units);
  }

  @Override
  NDList step(NDArray given, NDArray known, NDList before) {
    NDList now = given.split(Cell.GRU.gates(), 1);
    NDList last = known.split(Cell.GRU.gates(), 1);
    NDArray h = before.singletonOrThrow();
    NDArray z = Activation.sigmoid(now.get(0).add(last.get(0)));
    NDArray r = Activation.sigmoid(now.get(1).add(last.get(1)));
    NDArray c = Activation.tanh(now.get(2).add(r.mul(last.get(2))));
    return new NDList(c.add(z.mul(h.sub(c))));
  }
}
