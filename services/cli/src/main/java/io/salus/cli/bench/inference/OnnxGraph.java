package io.salus.cli.bench.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A model in ONNX (onnx.proto, IR version 8), with weights from a seed. Field numbers are those of
 * ModelProto, GraphProto, NodeProto, AttributeProto and TensorProto.
 */
final class OnnxGraph {
  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_FLOATS = 6;
  private static final int ATTRIBUTE_INTS = 7;
  private static final int ATTRIBUTE_STRINGS = 8;

  private final Random random;
  private final List<byte[]> nodes = new ArrayList<>();
  private final List<byte[]> weights = new ArrayList<>();
  private int names;

  OnnxGraph(long seed) {
    random = new Random(seed);
  }

  /** Adds a step and answers the name of what comes out of it. */
  String step(String operator, String domain, List<String> inputs, Consumer<Wire> attributes) {
    String output = "t" + names++;
    nodes.add(
        Wire.message(
            node -> {
              inputs.forEach(input -> node.text(1, input));
              node.text(2, output).text(4, operator);
              attributes.accept(node);
              node.text(7, domain);
            }));
    return output;
  }

  /** Weights, normal with variance 2 / fan-in, so that values keep their size through layers. */
  String weights(long fanIn, long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.sqrt(2.0 / fanIn));
    }
    String name = "w" + names++;
    weights.add(
        Wire.message(
            tensor -> {
              for (long size : shape) {
                tensor.number(1, size);
              }
              tensor.number(2, FLOAT).text(8, name).bytes(9, Wire.littleEndian(values));
            }));
    return name;
  }

  String dense(String input, int from, int to) {
    return step("Gemm", "", List.of(input, weights(from, from, to), weights(from, to)), node -> {});
  }

  static Consumer<Wire> ints(String name, long... values) {
    return node ->
        node.inner(
            5,
            attribute -> {
              attribute.text(1, name);
              for (long value : values) {
                attribute.number(8, value);
              }
              attribute.number(20, ATTRIBUTE_INTS);
            });
  }

  static Consumer<Wire> floats(String name, float... values) {
    return node ->
        node.inner(
            5,
            attribute -> {
              attribute.text(1, name);
              for (float value : values) {
                attribute.decimal(7, value);
              }
              attribute.number(20, ATTRIBUTE_FLOATS);
            });
  }

  static Consumer<Wire> texts(String name, List<String> values) {
    return node ->
        node.inner(
            5,
            attribute -> {
              attribute.text(1, name);
              values.forEach(value -> attribute.text(9, value));
              attribute.number(20, ATTRIBUTE_STRINGS);
            });
  }

  static Consumer<Wire> number(String name, long value) {
    return node ->
        node.inner(5, attribute -> attribute.text(1, name).number(3, value).number(20, 2));
  }

  static Consumer<Wire> text(String name, String value) {
    return node -> node.inner(5, attribute -> attribute.text(1, name).text(4, value).number(20, 3));
  }

  Random random() {
    return random;
  }

  /** The file: from {@code x} of the row's shape to {@code y} of one number a row. */
  byte[] file(String output, long... row) {
    nodes.add(Wire.message(step -> step.text(1, output).text(2, "y").text(4, "Identity")));
    return Wire.message(
        model ->
            model
                .number(1, 8)
                .inner(
                    7,
                    graph -> {
                      nodes.forEach(node -> graph.bytes(1, node));
                      graph.text(2, "bench");
                      weights.forEach(tensor -> graph.bytes(5, tensor));
                      graph.inner(11, value -> value(value, "x", row));
                      graph.inner(12, value -> value(value, "y", 1));
                    })
                .inner(8, opset -> opset.number(2, 13))
                .inner(8, opset -> opset.text(1, "ai.onnx.ml").number(2, 3)));
  }

  private static void value(Wire value, String name, long... row) {
    value
        .text(1, name)
        .inner(
            2,
            type ->
                type.inner(
                    1,
                    tensor ->
                        tensor
                            .number(1, FLOAT)
                            .inner(
                                2,
                                shape -> {
                                  shape.inner(1, rows -> rows.text(2, "n"));
                                  for (long size : row) {
                                    shape.inner(1, dimension -> dimension.number(1, size));
                                  }
                                })));
  }
}
