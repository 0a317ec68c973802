package io.salus.cli.bench.inference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.terminal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A model that is measured.
 *
 * @param row shape of a row of its input {@code x}; {@code y} is one number a row
 */
record BenchModel(String name, List<Long> row) {
  static final BenchModel MLP = new BenchModel("mlp", List.of(32L));
  static final BenchModel FOREST = new BenchModel("forest", List.of(30L));
  static final BenchModel CNN = new BenchModel("cnn", List.of(1L, 28L, 28L));

  /** A forest that takes long: twenty times the trees. */
  static final BenchModel WOODS = new BenchModel("woods", List.of(30L));

  static final int LARGEST_BATCH = 64;
  private static final int TREES = 100;
  private static final int DEPTH = 6;

  int elements() {
    return (int) row.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
  }

  /** Writes it into a repository, shared by all tenants. */
  void write(Path repository, int warmUps, int queue) throws IOException {
    byte[] file = file();
    Path version = Files.createDirectories(repository.resolve("shared/" + name + "/1"));
    Files.write(version.resolve("model.onnx"), file);
    Files.writeString(version.resolve("manifest.json"), manifest(file, warmUps, queue, "none"));
  }

  /** Another manifest for the same file: the next load takes the model up anew. */
  void change(Path repository, int warmUps, int queue) throws IOException {
    change(repository, warmUps, queue, "none");
  }

  /**
   * @param record whether calls are stored: {@code none} or {@code all}
   */
  void change(Path repository, int warmUps, int queue, String record) throws IOException {
    Path version = repository.resolve("shared/" + name + "/1");
    Files.writeString(
        version.resolve("manifest.json"),
        manifest(Files.readAllBytes(version.resolve("model.onnx")), warmUps, queue, record));
  }

  private String manifest(byte[] file, int warmUps, int queue, String record) {
    ObjectNode manifest =
        Json.object()
            .put("engine", "onnx")
            .put("file", "model.onnx")
            .put("sha256", sha256(file))
            .put("bytes", file.length)
            .put("warm_up", warmUps)
            .put("record", record);
    ObjectNode input = manifest.putArray("inputs").addObject();
    input.put("name", "x").put("datatype", "FP32");
    var shape = input.putArray("shape").add(-1);
    row.forEach(shape::add);
    ObjectNode output = manifest.putArray("outputs").addObject();
    output.put("name", "y").put("datatype", "FP32").putArray("shape").add(-1).add(1);
    manifest.putObject("batching").put("largest", LARGEST_BATCH).put("queue", queue);
    return manifest.toString();
  }

  private static String sha256(byte[] file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private byte[] file() {
    OnnxGraph graph = new OnnxGraph(7);
    long[] shape = row.stream().mapToLong(Long::longValue).toArray();
    return switch (name) {
      case "mlp" -> graph.file(mlp(graph), shape);
      case "forest" -> graph.file(forest(graph, TREES), shape);
      case "woods" -> graph.file(forest(graph, 20 * TREES), shape);
      case "cnn" -> graph.file(cnn(graph), shape);
      default -> throw new IllegalStateException(name);
    };
  }

  private static String mlp(OnnxGraph graph) {
    String first = relu(graph, graph.dense("x", 32, 128));
    return graph.dense(relu(graph, graph.dense(first, 128, 64)), 64, 1);
  }

  private static String cnn(OnnxGraph graph) {
    String first = pooled(graph, convolved(graph, "x", 1, 8));
    String second = pooled(graph, convolved(graph, first, 8, 16));
    String flat = graph.step("Flatten", "", List.of(second), node -> {});
    return graph.dense(flat, 16 * 7 * 7, 1);
  }

  private static String convolved(OnnxGraph graph, String input, int from, int to) {
    return relu(
        graph,
        graph.step(
            "Conv",
            "",
            List.of(input, graph.weights(9L * from, to, from, 3, 3)),
            OnnxGraph.ints("pads", 1, 1, 1, 1)));
  }

  private static String pooled(OnnxGraph graph, String input) {
    return graph.step(
        "MaxPool",
        "",
        List.of(input),
        OnnxGraph.ints("kernel_shape", 2, 2).andThen(OnnxGraph.ints("strides", 2, 2)));
  }

  private static String relu(OnnxGraph graph, String input) {
    return graph.step("Relu", "", List.of(input), node -> {});
  }

  /** Full binary trees: nodes in the order of a heap, the lowest level are leaves. */
  private static String forest(OnnxGraph graph, int count) {
    int inner = (1 << DEPTH) - 1;
    int all = (1 << (DEPTH + 1)) - 1;
    List<Long> trees = new ArrayList<>();
    List<Long> nodes = new ArrayList<>();
    List<Long> features = new ArrayList<>();
    List<Float> limits = new ArrayList<>();
    List<String> modes = new ArrayList<>();
    List<Long> yes = new ArrayList<>();
    List<Long> no = new ArrayList<>();
    List<Long> leafTrees = new ArrayList<>();
    List<Long> leaves = new ArrayList<>();
    List<Float> values = new ArrayList<>();
    for (long tree = 0; tree < count; tree++) {
      for (int node = 0; node < all; node++) {
        boolean leaf = node >= inner;
        trees.add(tree);
        nodes.add((long) node);
        features.add(leaf ? 0L : graph.random().nextInt(30));
        limits.add(leaf ? 0f : (float) graph.random().nextGaussian());
        modes.add(leaf ? "LEAF" : "BRANCH_LEQ");
        yes.add(leaf ? 0L : 2L * node + 1);
        no.add(leaf ? 0L : 2L * node + 2);
        if (leaf) {
          leafTrees.add(tree);
          leaves.add((long) node);
          values.add(graph.random().nextFloat() / count);
        }
      }
    }
    Consumer<Wire> attributes =
        OnnxGraph.number("n_targets", 1)
            .andThen(OnnxGraph.ints("nodes_treeids", longs(trees)))
            .andThen(OnnxGraph.ints("nodes_nodeids", longs(nodes)))
            .andThen(OnnxGraph.ints("nodes_featureids", longs(features)))
            .andThen(OnnxGraph.floats("nodes_values", floats(limits)))
            .andThen(OnnxGraph.texts("nodes_modes", modes))
            .andThen(OnnxGraph.ints("nodes_truenodeids", longs(yes)))
            .andThen(OnnxGraph.ints("nodes_falsenodeids", longs(no)))
            .andThen(OnnxGraph.ints("target_treeids", longs(leafTrees)))
            .andThen(OnnxGraph.ints("target_nodeids", longs(leaves)))
            .andThen(
                OnnxGraph.ints(
                    "target_ids", LongStream.range(0, leaves.size()).map(i -> 0).toArray()))
            .andThen(OnnxGraph.floats("target_weights", floats(values)));
    return graph.step("TreeEnsembleRegressor", "ai.onnx.ml", List.of("x"), attributes);
  }

  private static long[] longs(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  private static float[] floats(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  /** JSON of one row. */
  String json(float[] values) {
    String shape = row.stream().map(size -> "," + size).collect(Collectors.joining("", "[1", "]"));
    return "{\"inputs\":[{\"name\":\"x\",\"shape\":"
        + shape
        + ",\"datatype\":\"FP32\",\"data\":"
        + Arrays.toString(values)
        + "}]}";
  }
}
