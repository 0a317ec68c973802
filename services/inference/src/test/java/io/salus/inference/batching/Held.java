package io.salus.inference.batching;

import io.salus.inference.engine.EngineModel;
import io.salus.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A model that computes nothing until it is let. */
final class Held implements EngineModel {
  final CountDownLatch let = new CountDownLatch(1);
  final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
  final List<Long> order = Collections.synchronizedList(new ArrayList<>());

  @Override
  public List<Tensor> run(List<Tensor> inputs) {
    sizes.add((int) inputs.getFirst().shape().size(0));
    for (int i = 0; i < inputs.getFirst().shape().size(0); i++) {
      order.add(inputs.getFirst().data().getLong(i * Long.BYTES));
    }
    try {
      let.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Asked.plusOne(inputs);
  }

  /** Gives every worker one request to compute. */
  static List<Asked> all(Batcher batcher, Workers workers) {
    List<Asked> held = new ArrayList<>();
    for (int i = 0; i < workers.threads(); i++) {
      held.add(Asked.one(-1 - i));
      batcher.submit(held.getLast(), null);
      while (batcher.waiting() > 0) {
        Thread.onSpinWait();
      }
    }
    return held;
  }
}
