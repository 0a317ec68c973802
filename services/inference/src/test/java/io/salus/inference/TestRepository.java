package io.salus.inference;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.salus.inference.artefact.Sha256;
import io.salus.inference.tensor.Datatype;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A model repository that is there when the service starts. */
public final class TestRepository implements QuarkusTestResourceLifecycleManager {
  static final String BATCHED = ", \"batching\": {\"largest\": 8}";
  static final String HALVED = "torch.mul(x, 0.5)";

  /** Takes tens of milliseconds to answer with its input. */
  static final String SLOW =
      "torch.add(x, torch.mul(torch.sum(torch.mm(torch.ones([1000, 1000]),"
          + " torch.ones([1000, 1000]))), 0.))";

  @Override
  public Map<String, String> start() {
    try {
      Path root = Files.createTempDirectory("repository");
      echo(root.resolve("shared/echo/1"));
      byte[] torch = TestModels.torchScript("torch.add(x, x, alpha=1)");
      Path own = root.resolve("tenants/oip");
      TestModels.write(own.resolve("twice/1"), "onnx", TestModels.onnx(), BATCHED);
      TestModels.write(own.resolve("twice-torch/1"), "torchscript", torch, BATCHED);
      return Map.of(
          "salus.models.repository",
          root.toString(),
          "salus.models.approved-programs",
          Stream.of(torch, TestModels.torchScript(HALVED), TestModels.torchScript(SLOW))
              .map(Sha256::of)
              .collect(Collectors.joining(",")),
          "salus.models.operator",
          "operators",
          "salus.retention.calls",
          "P30D",
          "salus.retention.predictions",
          "P60D");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers every tensor with itself, one of each datatype. */
  private static void echo(Path version) throws IOException {
    Files.createDirectories(version);
    Files.writeString(
        version.resolve("manifest.json"),
        "{\"engine\": \"identity\", \"inputs\": [%s], \"outputs\": [%s]}"
            .formatted(tensors("in_"), tensors("out_")));
    Path one = version.resolveSibling("../echo-one/1").normalize();
    Files.createDirectories(one);
    Files.writeString(
        one.resolve("manifest.json"),
        """
        {"engine": "identity", "batching": {"largest": 4},
         "inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 3]}],
         "outputs": [{"name": "y", "datatype": "FP32", "shape": [-1, 3]}]}""");
  }

  private static String tensors(String prefix) {
    return Arrays.stream(Datatype.values())
        .map(
            type ->
                "{\"name\": \"%s\", \"datatype\": \"%s\", \"shape\": [-1]%s}"
                    .formatted(
                        prefix + type.name(),
                        type,
                        type == Datatype.FP64 ? ", \"nullable\": true" : ""))
        .collect(Collectors.joining(", "));
  }

  @Override
  public void stop() {
    // The directory is a temporary one of a test.
  }
}
