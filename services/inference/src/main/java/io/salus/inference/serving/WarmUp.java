package io.salus.inference.serving;

import io.salus.inference.engine.EngineModel;
import io.salus.inference.repository.Batching;
import io.salus.inference.repository.Manifest;
import io.salus.inference.repository.TensorSpec;
import io.salus.inference.tensor.Datatype;
import io.salus.inference.tensor.Shape;
import io.salus.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes zeros in every size of batch before the first request does: a new size costs an engine
 * tens of milliseconds once, and what a manifest says wrongly comes out here. Sizes that may vary
 * are 1.
 */
final class WarmUp {
  private WarmUp() {}

  static void run(Manifest manifest, EngineModel model) {
    Batching batching = manifest.batching();
    List<Integer> sizes = !batching.together() ? List.of(1) : batching.buckets();
    for (int size : sizes.isEmpty() ? List.of(1) : sizes) {
      for (int i = 0; i < manifest.warmUps(); i++) {
        require(manifest, model.run(zeros(manifest, size)), size);
      }
    }
  }

  private static List<Tensor> zeros(Manifest manifest, int rows) {
    List<Tensor> inputs = new ArrayList<>();
    for (TensorSpec spec : manifest.inputs()) {
      long[] sizes = spec.shape().toArray();
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = sizes[i] == -1 ? 1 : sizes[i];
      }
      if (manifest.batching().together()) {
        sizes[0] = rows;
      }
      Shape shape = Shape.of(sizes);
      int element = spec.datatype() == Datatype.BYTES ? Integer.BYTES : spec.datatype().size();
      inputs.add(
          new Tensor(
              spec.name(),
              spec.datatype(),
              shape,
              Tensor.buffer(Math.toIntExact(shape.elements() * element))));
    }
    return inputs;
  }

  private static void require(Manifest manifest, List<Tensor> outputs, int rows) {
    for (int i = 0; i < outputs.size(); i++) {
      TensorSpec spec = manifest.outputs().get(i);
      Shape shape = outputs.get(i).shape();
      if (!shape.fits(spec.shape())) {
        throw new IllegalStateException(
            "output " + spec.name() + " has the shape " + shape + ", not " + spec.shape());
      }
      if (manifest.batching().together() && shape.size(0) != rows) {
        throw new IllegalStateException(
            "output " + spec.name() + " has " + shape.size(0) + " rows for " + rows);
      }
    }
  }

  /** Ours says what is wrong; an engine's would print its stack into the message. */
  static String reason(RuntimeException e) {
    return e instanceof IllegalStateException && e.getMessage() != null
        ? e.getMessage()
        : "the engine refuses zeros of the shapes it names";
  }
}
