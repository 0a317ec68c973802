package io.salus.learning.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * A gated recurrent unit over a sequence x of shape (rows, steps, numbers). With gates z, r and
 * candidate c of every step
 *
 * <pre>
 * z = sigma(x W_z + h U_z + b_z)    r = sigma(x W_r + h U_r + b_r)
 * c = tanh(x W_c + r * (h U_c) + b_c)    h' = z * h + (1 - z) * c
 * </pre>
 *
 * Cho et al., "Learning phrase representations using RNN encoder-decoder", EMNLP 2014, eq. 5 to 8,
 * with r applied after the product as in Chung et al. (arXiv:1412.3555, 2014). Answers mean and
 * last of the states, of shape (rows, 2 units). Written in single operations because the engine's
 * own recurrent layers fail through this interface.
 */
final class GatedRecurrentUnit extends AbstractBlock {
  private static final byte VERSION = 1;
  private final int units;
  private final Parameter input;
  private final Parameter state;
  private final Parameter bias;

  GatedRecurrentUnit(int units) {
    super(VERSION);
    this.units = units;
    this.input = addParameter(weight("input"));
    this.state = addParameter(weight("state"));
    this.bias =
        addParameter(Parameter.builder().setName("bias").setType(Parameter.Type.BIAS).build());
  }

  private static Parameter weight(String name) {
    return Parameter.builder().setName(name).setType(Parameter.Type.WEIGHT).build();
  }

  @Override
  public void prepare(Shape[] inputShapes) {
    input.setShape(new Shape(inputShapes[0].get(2), 3L * units));
    state.setShape(new Shape(units, 3L * units));
    bias.setShape(new Shape(3L * units));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> options) {
    NDArray x = inputs.singletonOrThrow();
    Device device = x.getDevice();
    NDManager manager = x.getManager();
    long rows = x.getShape().get(0);
    long steps = x.getShape().get(1);
    NDArray weights = parameters.getValue(state, device, training);
    NDArray gates =
        x.reshape(rows * steps, x.getShape().get(2))
            .matMul(parameters.getValue(input, device, training))
            .add(parameters.getValue(bias, device, training))
            .reshape(rows, steps, 3L * units);
    NDArray h = manager.zeros(new Shape(rows, units), DataType.FLOAT32);
    NDArray sum = h;
    NDList each = gates.split(steps, 1);
    for (NDArray one : each) {
      NDList now = one.reshape(rows, 3L * units).split(3, 1);
      NDList before = h.matMul(weights).split(3, 1);
      NDArray z = Activation.sigmoid(now.get(0).add(before.get(0)));
      NDArray r = Activation.sigmoid(now.get(1).add(before.get(1)));
      NDArray c = Activation.tanh(now.get(2).add(r.mul(before.get(2))));
      h = c.add(z.mul(h.sub(c)));
      sum = sum.add(h);
    }
    return new NDList(sum.div(steps).concat(h, 1));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0), 2L * units)};
  }
}
