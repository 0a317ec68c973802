package io.salus.inference.recording;

import io.salus.inference.tensor.Tensor;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A call that a model answered.
 *
 * @param shared whether the model is everybody's and not the tenant's own
 * @param modelSha256 hash of the model's file, hex; empty for a model without one
 * @param requestedBy subject of the caller
 * @param bucket rows of the batch that it was computed in, padding included; 0 where it was
 *     computed alone, as it came
 * @param firstRow where its rows began in that batch
 * @param outputs all that the model gives, whatever was asked for
 */
public record RecordedCall(
    UUID id,
    String model,
    int version,
    boolean shared,
    String modelSha256,
    String requestedBy,
    Instant createdAt,
    int bucket,
    int firstRow,
    List<Tensor> inputs,
    List<Tensor> outputs) {
  long bytes() {
    long bytes = 0;
    for (List<Tensor> tensors : List.of(inputs, outputs)) {
      for (Tensor tensor : tensors) {
        bytes += tensor.bytes();
      }
    }
    return bytes;
  }

  @Override
  public String toString() {
    return "RecordedCall[" + id + "]";
  }
}
