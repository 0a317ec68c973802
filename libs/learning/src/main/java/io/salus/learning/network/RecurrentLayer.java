package io.salus.learning.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.salus.learning.model.Cell;
import io.salus.learning.torch.Constant;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * A recurrent layer over a sequence x of shape (rows, steps, numbers). Answers mean and last of its
 * states, of shape (rows, 2 units). Written in single operations because the engine's own recurrent
 * layers fail through this interface.
 */
abstract class RecurrentLayer extends AbstractBlock {
  private static final byte VERSION = 1;
  private final int units;
  private final long gates;
  private final int handedOn;
  private final Parameter input;
  private final Parameter state;
  private final Parameter bias;

  RecurrentLayer(Cell cell, int units) {
    super(VERSION);
    this.units = units;
    this.gates = (long) cell.gates() * units;
    this.handedOn = cell.handedOn();
    this.input = addParameter(weight("input"));
    this.state = addParameter(weight("state"));
    this.bias =
        addParameter(Parameter.builder().setName("bias").setType(Parameter.Type.BIAS).build());
  }

  private static Parameter weight(String name) {
    return Parameter.builder().setName(name).setType(Parameter.Type.WEIGHT).build();
  }

  /**
   * One step.
   *
   * @param given sums of the step's numbers and the biases, (rows, gates x units)
   * @param known sums of the last states, of the same shape
   * @param before what the last step handed on, the states first, (rows, units) each
   * @return what this one does
   */
  abstract NDList step(NDArray given, NDArray known, NDList before);

  /** Biases with which a training begins; they are 0 unless a layer sets them. */
  Parameter bias() {
    return bias;
  }

  @Override
  public void prepare(Shape[] inputShapes) {
    input.setShape(new Shape(inputShapes[0].get(2), gates));
    state.setShape(new Shape(units, gates));
    bias.setShape(new Shape(gates));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> options) {
    NDArray x = inputs.singletonOrThrow();
    Device device = x.getDevice();
    long rows = x.getShape().get(0);
    long steps = x.getShape().get(1);
    NDArray weights = parameters.getValue(state, device, training);
    NDArray given =
        x.reshape(rows * steps, x.getShape().get(2))
            .matMul(parameters.getValue(input, device, training))
            .add(parameters.getValue(bias, device, training))
            .reshape(rows, steps, gates);
    NDArray nothing = x.getManager().zeros(new Shape(rows, units), DataType.FLOAT32);
    NDList states = new NDList(Collections.nCopies(handedOn, nothing));
    NDArray sum = nothing;
    for (NDArray one : given.split(steps, 1)) {
      states = step(one.reshape(rows, gates), states.get(0).matMul(weights), states);
      sum = sum.add(states.get(0));
    }
    return new NDList(sum.div(Constant.of(sum, (double) steps)).concat(states.get(0), 1));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0), 2L * units)};
  }
}
