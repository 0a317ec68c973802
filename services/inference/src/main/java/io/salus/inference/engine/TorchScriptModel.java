package io.salus.inference.engine;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.salus.inference.repository.Manifest;
import io.salus.inference.repository.UnusableModelException;
import io.salus.inference.tensor.Tensor;
import io.salus.learning.torch.Torch;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;

/** A TorchScript program in PyTorch. */
final class TorchScriptModel implements EngineModel {
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private final Manifest manifest;
  private final Model model;
  private final Block block;

  private TorchScriptModel(Manifest manifest, Model model) {
    this.manifest = manifest;
    this.model = model;
    this.block = model.getBlock();
  }

  static TorchScriptModel load(Manifest manifest, byte[] file) {
    // Archives of TorchScript are zip files; others that PyTorch reads may hold Python pickles.
    if (file.length < ZIP.length
        || !java.util.Arrays.equals(file, 0, ZIP.length, ZIP, 0, ZIP.length)) {
      throw new UnusableModelException(manifest.file() + " is no TorchScript archive");
    }
    Torch.engine();
    Model model = Model.newInstance(manifest.file(), "PyTorch");
    try {
      model.load(new ByteArrayInputStream(file), Map.of());
      return new TorchScriptModel(manifest, model);
    } catch (Exception | LinkageError e) {
      model.close();
      throw new UnusableModelException("PyTorch does not take " + manifest.file(), e);
    }
  }

  @Override
  public List<Tensor> run(List<Tensor> inputs) {
    try (NDManager scope = model.getNDManager().newSubManager()) {
      NDList outputs =
          block.forward(new ParameterStore(scope, false), DjlTypes.arrays(scope, inputs), false);
      outputs.attach(scope);
      return DjlTypes.tensors(outputs, manifest.outputs());
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
