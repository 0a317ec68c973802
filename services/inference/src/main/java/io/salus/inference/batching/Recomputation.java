package io.salus.inference.batching;

import io.salus.inference.engine.EngineModel;
import io.salus.inference.repository.Batching;
import io.salus.inference.tensor.Tensor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Computes a request a second time as it was computed the first time. */
@ApplicationScoped
public class Recomputation {
  private final Workers workers;

  Recomputation(Workers workers) {
    this.workers = workers;
  }

  /**
   * The outputs of the request's rows. What else was in the batch is zeros now. Waits.
   *
   * @param bucket rows of the batch; 0 where the request was computed alone, as it came
   * @param firstRow where its rows began in the batch
   */
  public List<Tensor> run(
      EngineModel model, Batching batching, List<Tensor> inputs, int bucket, int firstRow) {
    try {
      return CompletableFuture.supplyAsync(
              () -> compute(model, batching, inputs, bucket, firstRow), workers)
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  private static List<Tensor> compute(
      EngineModel model, Batching batching, List<Tensor> inputs, int bucket, int firstRow) {
    if (bucket == 0) {
      return model.run(inputs);
    }
    int rows = (int) inputs.getFirst().shape().size(0);
    return rows > bucket
        ? Rows.inParts(inputs, rows, bucket, batching, model::run)
        : Rows.slice(model.run(Rows.at(inputs, firstRow, bucket)), firstRow, firstRow + rows);
  }
}
