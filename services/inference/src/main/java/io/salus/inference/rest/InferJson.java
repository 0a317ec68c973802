package io.salus.inference.rest;

import io.salus.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request for inference as it was written.
 *
 * @param id that the answer repeats; null for none
 * @param outputs that are asked for; none means all
 * @param binary whether outputs are answered as bytes that do not say it themselves
 */
record InferJson(
    @Nullable String id,
    long priority,
    long timeoutMicros,
    boolean binary,
    List<Tensor> inputs,
    List<Output> outputs) {

  /**
   * @param binary whether it is answered as bytes; null when the request decides
   */
  record Output(String name, @Nullable Boolean binary) {}

  List<String> outputNames() {
    if (outputs.isEmpty()) {
      return List.of();
    }
    List<String> names = new ArrayList<>(outputs.size());
    outputs.forEach(output -> names.add(output.name()));
    return names;
  }

  /** Whether the output at a place of the answer is bytes. */
  boolean binary(int place) {
    Boolean asked = outputs.isEmpty() ? null : outputs.get(place).binary();
    return asked == null ? binary : asked;
  }
}
