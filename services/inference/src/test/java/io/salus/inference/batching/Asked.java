package io.salus.inference.batching;

import io.salus.inference.tensor.Datatype;
import io.salus.inference.tensor.Shape;
import io.salus.inference.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A request of INT64 rows, and its answer. */
final class Asked extends Ticket {
  final CompletableFuture<List<Tensor>> answer = new CompletableFuture<>();
  final CountDownLatch over = new CountDownLatch(1);

  Asked(Tensor input, int priority, long deadline) {
    super(List.of(input), (int) input.shape().size(0), priority, deadline);
  }

  @Override
  protected void answered(List<Tensor> outputs) {
    answer.complete(outputs);
  }

  @Override
  protected void failed(Throwable failure) {
    answer.completeExceptionally(failure);
  }

  @Override
  protected void ended() {
    over.countDown();
  }

  Throwable failure() throws Exception {
    return answer
        .handle((outputs, failure) -> Objects.requireNonNull(failure))
        .get(30, TimeUnit.SECONDS);
  }

  static Tensor rows(int width, long... values) {
    ByteBuffer data = Tensor.buffer(values.length * Long.BYTES);
    for (long value : values) {
      data.putLong(value);
    }
    return new Tensor("x", Datatype.INT64, Shape.of(values.length / width, width), data.flip());
  }

  static Asked one(long value) {
    return new Asked(rows(1, value), Ticket.USUAL, 0);
  }

  /** Adds one to every element. */
  static List<Tensor> plusOne(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    ByteBuffer data = Tensor.buffer(x.bytes());
    for (int at = 0; at < x.bytes(); at += Long.BYTES) {
      data.putLong(at, x.data().getLong(at) + 1);
    }
    return List.of(new Tensor("y", x.datatype(), x.shape(), data));
  }
}
