package io.salus.inference.engine;

import io.salus.inference.tensor.Tensor;
import java.util.List;

/** A model in memory. Safe for several threads; it is closed when no one computes any more. */
public interface EngineModel extends AutoCloseable {
  /**
   * Computes.
   *
   * @param inputs the tensors of the manifest in its order, each of the shape it describes
   * @return the outputs of the manifest in its order
   */
  List<Tensor> run(List<Tensor> inputs);

  /**
   * Whether it takes these inputs, asked before they are put into a batch with others. Throws
   * {@link io.salus.service.errors.AppException.InvalidInput}, which names the tensor.
   */
  default void check(List<Tensor> inputs) {}

  /** Frees what it takes. */
  @Override
  default void close() {}
}
