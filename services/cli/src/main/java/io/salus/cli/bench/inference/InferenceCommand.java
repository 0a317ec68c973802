package io.salus.cli.bench.inference;

import io.salus.cli.bench.stage.Bench;
import io.salus.cli.bench.stage.BenchOptions;
import io.salus.cli.terminal.Command;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
    name = "inference",
    header = "Measure models: over JSON, bytes and gRPC, swapped under load, and past saturation.",
    description = {
      "",
      "The stack is one of its own, as for ./salus bench; the models are made here, as ONNX, with"
          + " weights from a seed: an MLP 32-128-64-1, a forest of 100 trees on 30 features, a small"
          + " CNN on 28 x 28 pixels. A request is one row, and every answer is checked.",
      "",
      "  empty        an answer of the same server without a model, 1 client",
      "  infer        JSON, bytes and gRPC with 1, 8, 32 and 64 clients at the service,",
      "               and with 1 and 32 through the gateway",
      "  djl          the MLP beside DJL Serving with 1, 8, 32 and 64 clients, bytes (with --djl)",
      "  swap         p99 of the MLP while another model is loaded anew, again and again",
      "  loads        1,000 loads and unloads; resident memory before and after",
      "  record       the MLP with every call stored before it is answered",
      "  saturation   64 clients, then 256 at a queue of 64 rows: answers and refusals of the MLP",
      "               and of a forest of 2,000 trees; who is refused comes again at once",
      "  predictions  a million predictions; resident memory before, halfway and after",
      "",
      "A peer is any server of the Open Inference Protocol that has the same models loaded (they lie in"
          + " bench/models/shared below the state directory) and takes requests without a token.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./salus bench inference --warm-up 10 --seconds 5",
      "  ./salus bench inference --only saturation",
      "  ./salus bench inference --peer http://127.0.0.1:8000",
      "",
      "Exit code 1 when there were errors."
    })
public final class InferenceCommand extends Command {
  @Option(
      names = "--peer",
      paramLabel = "URL",
      description = "Address of the other server, without /v2. Without it only Salus is measured.")
  private @Nullable String peer;

  @Option(
      names = "--djl",
      paramLabel = "URL",
      description =
          "Address of DJL Serving that has bench/models/shared/mlp as mlp, and in batches as"
              + " mlp_batched.")
  private @Nullable String djl;

  @Option(
      names = "--loads",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Loads and unloads for the memory; 0 leaves them out. Default: ${DEFAULT-VALUE}.")
  private int loads;

  @Option(
      names = "--predictions",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Predictions for the memory; 0 leaves them out. Default: ${DEFAULT-VALUE}.")
  private long predictions;

  @Option(
      names = "--only",
      paramLabel = "PART",
      description = "One part: ${COMPLETION-CANDIDATES}. Can be given several times.")
  private @Nullable Set<InferencePart> only;

  @Mixin private BenchOptions options = new BenchOptions();

  @Override
  public Integer call() throws Exception {
    return new Bench("bench-inference", options, console())
        .run(
            (bench, stack) ->
                new InferenceBench(bench, parts(), peer, djl, loads, predictions).run(stack));
  }

  private EnumSet<InferencePart> parts() {
    EnumSet<InferencePart> parts =
        only == null ? EnumSet.allOf(InferencePart.class) : EnumSet.copyOf(only);
    if (djl == null) {
      parts.remove(InferencePart.DJL);
    }
    if (loads == 0) {
      parts.remove(InferencePart.LOADS);
    }
    if (predictions == 0) {
      parts.remove(InferencePart.PREDICTIONS);
    }
    return parts;
  }
}
