package io.salus.inference.engine;

import io.salus.inference.repository.Manifest;
import io.salus.inference.repository.TensorSpec;
import io.salus.inference.repository.UnusableModelException;
import io.salus.inference.tensor.Datatype;
import java.util.List;
import java.util.Set;

/** Loads models by the engines that need nothing but their file. */
public final class Engines {
  private Engines() {}

  /**
   * A model from its file, whose hash was checked. Throws {@link UnusableModelException} when the
   * engine does not take it.
   */
  public static EngineModel load(Manifest manifest, byte[] file) {
    return switch (manifest.engine()) {
      case TORCHSCRIPT -> {
        require(manifest, DjlTypes.TORCH);
        yield TorchScriptModel.load(manifest, file);
      }
      case ONNX -> {
        require(manifest, DjlTypes.ONNX);
        yield OnnxModel.load(manifest, file);
      }
      case IDENTITY -> new IdentityModel(manifest);
      case SALUS -> throw new UnusableModelException("trained models have no file of this kind");
    };
  }

  private static void require(Manifest manifest, Set<Datatype> known) {
    for (List<TensorSpec> tensors : List.of(manifest.inputs(), manifest.outputs())) {
      for (TensorSpec tensor : tensors) {
        if (!known.contains(tensor.datatype())) {
          throw new UnusableModelException(
              "the engine %s has no %s, which %s is of"
                  .formatted(manifest.engine().key(), tensor.datatype(), tensor.name()));
        }
      }
    }
  }
}
