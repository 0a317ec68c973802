package io.salus.synthesis.generator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import io.salus.synthesis.network.Dense;
import io.salus.synthesis.network.Noise;
import io.salus.synthesis.network.Parameters;
import java.util.random.RandomGenerator;

/**
 * The critic of Xu et al., NeurIPS 2019, section 4.4: two leaky layers with dropout and one score,
 * over packs of rows (Lin et al., "PacGAN", NeurIPS 2018). Because its layers are piecewise linear,
 * the gradient of its score with respect to its input is a product of weight matrices and slopes;
 * slopes do not change with the weights, so the gradient penalty (Gulrajani et al., "Improved
 * training of Wasserstein GANs", NeurIPS 2017, eq. 3) is exact with first derivatives alone.
 */
final class Critic {
  private static final float SLOPE = 0.2f;
  private static final float DROPOUT = 0.25f;

  private final Dense first;
  private final Dense second;
  private final Dense last;
  private final int hidden;

  Critic(Parameters parameters, int input, int hidden, RandomGenerator random) {
    this.hidden = hidden;
    first = Dense.create(parameters, input, hidden, random);
    second = Dense.create(parameters, hidden, hidden, random);
    last = Dense.create(parameters, hidden, 1, random);
  }

  /**
   * What a forward pass found.
   *
   * @param scores packs x 1
   * @param firstSlopes packs x hidden, slope of each unit of the first layer, dropout included
   * @param secondSlopes the same of the second layer
   */
  record Pass(NDArray scores, NDArray firstSlopes, NDArray secondSlopes) {}

  /**
   * Scores packs.
   *
   * @param packs packs x input
   * @param frozen true when the critic is not to learn from this
   */
  Pass score(NDArray packs, boolean frozen, RandomGenerator random) {
    NDManager manager = packs.getManager();
    int rows = (int) packs.getShape().get(0);
    NDArray before = layer(first, frozen, manager).apply(packs);
    NDArray firstSlopes = slopes(before, Noise.dropout(manager, random, rows, hidden, DROPOUT));
    NDArray then = layer(second, frozen, manager).apply(before.mul(firstSlopes));
    NDArray secondSlopes = slopes(then, Noise.dropout(manager, random, rows, hidden, DROPOUT));
    NDArray scores = layer(last, frozen, manager).apply(then.mul(secondSlopes));
    return new Pass(scores, firstSlopes, secondSlopes);
  }

  /** Mean of (|gradient of the score with respect to the pack| - 1)^2 over these packs. */
  NDArray penalty(Pass pass, long from, long to) {
    NDIndex rows = new NDIndex("{}:{}", from, to);
    NDArray outer = pass.secondSlopes().get(rows);
    outer = outer.mul(transposed(last, outer));
    NDArray inner = outer.matMul(transposed(second, outer)).mul(pass.firstSlopes().get(rows));
    NDArray gradient = inner.matMul(transposed(first, outer));
    NDArray norm = gradient.square().sum(new int[] {1}).add(1e-12f).sqrt();
    return norm.sub(1f).square().mean();
  }

  private static NDArray transposed(Dense layer, NDArray scope) {
    NDArray turned = layer.weight().transpose();
    turned.attach(scope.getManager());
    return turned;
  }

  private static Dense layer(Dense layer, boolean frozen, NDManager manager) {
    if (!frozen) {
      return layer;
    }
    NDList still = new NDList(layer.weight().stopGradient(), layer.bias().stopGradient());
    still.attach(manager);
    return new Dense(still.get(0), still.get(1));
  }

  /** Leaky ReLU and dropout as one factor. */
  private static NDArray slopes(NDArray before, NDArray dropout) {
    NDArray positive = before.stopGradient().gt(0f).toType(DataType.FLOAT32, false);
    return positive.mul(1 - SLOPE).add(SLOPE).mul(dropout);
  }
}
