package io.salus.inference.batching;

import io.salus.inference.repository.Batching;
import io.salus.inference.tensor.Datatype;
import io.salus.inference.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Tensors by rows. */
final class Rows {
  private Rows() {}

  static List<Tensor> slice(List<Tensor> tensors, int from, int to) {
    List<Tensor> slices = new ArrayList<>(tensors.size());
    for (Tensor tensor : tensors) {
      slices.add(tensor.rows(from, to));
    }
    return slices;
  }

  /**
   * The rows of all parts one after the other, and zeros up to {@code rows}. For texts zeros are
   * empty ones: their length is zero.
   */
  static List<Tensor> join(List<List<Tensor>> parts, int rows) {
    List<Tensor> joined = new ArrayList<>(parts.getFirst().size());
    for (int i = 0; i < parts.getFirst().size(); i++) {
      joined.add(join(parts, i, rows));
    }
    return joined;
  }

  /** Rows at a place among so many, of which all others are zeros. */
  static List<Tensor> at(List<Tensor> tensors, int first, int rows) {
    if (first == 0) {
      return join(List.of(tensors), rows);
    }
    List<Tensor> none = slice(tensors, 0, 0);
    return join(List.of(join(List.of(none), first), tensors), rows);
  }

  /** Computes more rows than a batch has, part by part, each padded to its bucket. */
  static List<Tensor> inParts(
      List<Tensor> inputs,
      int rows,
      int largest,
      Batching batching,
      UnaryOperator<List<Tensor>> compute) {
    List<List<Tensor>> parts = new ArrayList<>();
    for (int from = 0; from < rows; from += largest) {
      int to = Math.min(rows, from + largest);
      List<Tensor> part = slice(inputs, from, to);
      int size = batching.bucket(to - from);
      List<Tensor> padded = size == to - from ? part : join(List.of(part), size);
      parts.add(slice(compute.apply(padded), 0, to - from));
    }
    return join(parts, rows);
  }

  private static Tensor join(List<List<Tensor>> parts, int index, int rows) {
    Tensor first = parts.getFirst().get(index);
    long bytes = 0;
    long present = 0;
    for (List<Tensor> part : parts) {
      bytes += part.get(index).bytes();
      present += part.get(index).shape().size(0);
    }
    long perRow = first.shape().ofRow().elements();
    int element = first.datatype() == Datatype.BYTES ? Integer.BYTES : first.datatype().size();
    bytes += (rows - present) * perRow * element;
    ByteBuffer data = Tensor.buffer(Math.toIntExact(bytes));
    for (List<Tensor> part : parts) {
      data.put(part.get(index).view());
    }
    return new Tensor(first.name(), first.datatype(), first.shape().withRows(rows), data.clear());
  }
}
