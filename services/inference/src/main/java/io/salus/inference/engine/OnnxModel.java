package io.salus.inference.engine;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.salus.inference.repository.Manifest;
import io.salus.inference.repository.UnusableModelException;
import io.salus.inference.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** An ONNX graph in ONNX Runtime. */
final class OnnxModel implements EngineModel {
  /** A call computes on the thread that makes it: more threads would fight for the same cores. */
  private static final Map<String, String> ONE_THREAD =
      Map.of("interOpNumThreads", "1", "intraOpNumThreads", "1");

  /**
   * How a tensor in the file names another file as its place: field 1 of StringStringEntryProto,
   * eight bytes. Such a model could read files of this machine.
   */
  private static final byte[] EXTERNAL = "\n\blocation".getBytes(StandardCharsets.US_ASCII);

  static {
    // Else DJL makes a manager of PyTorch's arrays for every call, and loads PyTorch for it.
    System.setProperty("ai.djl.onnx.disable_alternative", "true");
  }

  private final Manifest manifest;
  private final Model model;
  private final Block block;

  private OnnxModel(Manifest manifest, Model model) {
    this.manifest = manifest;
    this.model = model;
    this.block = model.getBlock();
  }

  static OnnxModel load(Manifest manifest, byte[] file) {
    if (contains(file, EXTERNAL)) {
      throw new UnusableModelException(
          manifest.file() + " names other files as the place of its tensors");
    }
    Model model = Model.newInstance(manifest.file(), "OnnxRuntime");
    try {
      model.load(new ByteArrayInputStream(file), ONE_THREAD);
      return new OnnxModel(manifest, model);
    } catch (Exception | LinkageError e) {
      model.close();
      throw new UnusableModelException("ONNX Runtime does not take " + manifest.file(), e);
    }
  }

  private static boolean contains(byte[] bytes, byte[] wanted) {
    for (int i = 0; i <= bytes.length - wanted.length; i++) {
      if (bytes[i + 2] == wanted[2]
          && java.util.Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
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
