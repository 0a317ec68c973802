package io.salus.inference.serving;

import io.salus.inference.engine.EngineModel;
import io.salus.inference.registry.ModelVersion;
import io.salus.inference.repository.Batching;
import io.salus.inference.repository.EngineKind;
import io.salus.inference.repository.Manifest;
import io.salus.inference.repository.TensorSpec;
import io.salus.inference.tensor.Datatype;
import io.salus.inference.tensor.Shape;
import io.salus.inference.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/** A trained model as an engine: raw vectors in one matrix, probabilities out. */
record TabularModel(ScoringModel scoring) implements EngineModel {
  static final String INPUT = "features";
  static final String OUTPUT = "probability";
  private static final int LARGEST_BATCH = 1024;
  private static final int QUEUE = 4096;

  /** What a trained version is, as a manifest says it. */
  static Manifest manifest(ModelVersion version) {
    return new Manifest(
        EngineKind.SALUS,
        version.artefactKey(),
        version.artefactSha256(),
        0,
        List.of(
            new TensorSpec(INPUT, Datatype.FP64, Shape.of(-1, version.features().size()), true)),
        List.of(new TensorSpec(OUTPUT, Datatype.FP64, Shape.of(-1, 1), false)),
        Batching.unpadded(LARGEST_BATCH, QUEUE),
        0,
        false);
  }

  @Override
  public void check(List<Tensor> inputs) {
    new RowCheck(scoring.encodings()).check(rows(inputs.getFirst()));
  }

  @Override
  public List<Tensor> run(List<Tensor> inputs) {
    double[] probabilities = scoring.probabilities(rows(inputs.getFirst()));
    ByteBuffer data = Tensor.buffer(probabilities.length * Double.BYTES);
    for (int i = 0; i < probabilities.length; i++) {
      data.putDouble(i * Double.BYTES, probabilities[i]);
    }
    return List.of(new Tensor(OUTPUT, Datatype.FP64, Shape.of(probabilities.length, 1), data));
  }

  private static double[][] rows(Tensor tensor) {
    int rows = (int) tensor.shape().size(0);
    int width = (int) tensor.shape().size(1);
    double[][] split = new double[rows][width];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < width; j++) {
        split[i][j] = tensor.data().getDouble((i * width + j) * Double.BYTES);
      }
    }
    return split;
  }

  @Override
  public void close() {
    scoring.close();
  }
}
