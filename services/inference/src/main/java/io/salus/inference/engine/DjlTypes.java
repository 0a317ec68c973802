package io.salus.inference.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.salus.inference.repository.TensorSpec;
import io.salus.inference.tensor.Datatype;
import io.salus.inference.tensor.Shape;
import io.salus.inference.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Tensors as DJL's arrays, and back. */
final class DjlTypes {
  /** Without BF16: DJL's bridge ends the process when it is given one. */
  static final Set<Datatype> TORCH =
      EnumSet.of(
          Datatype.BOOL,
          Datatype.UINT8,
          Datatype.INT8,
          Datatype.INT32,
          Datatype.INT64,
          Datatype.FP16,
          Datatype.FP32,
          Datatype.FP64);

  static final Set<Datatype> ONNX =
      EnumSet.of(
          Datatype.BOOL,
          Datatype.UINT8,
          Datatype.INT8,
          Datatype.INT32,
          Datatype.INT64,
          Datatype.FP32,
          Datatype.FP64,
          Datatype.BYTES);

  private DjlTypes() {}

  static NDList arrays(NDManager scope, List<Tensor> tensors) {
    NDList arrays = new NDList(tensors.size());
    for (Tensor tensor : tensors) {
      NDArray array = array(scope, tensor);
      array.setName(tensor.name());
      arrays.add(array);
    }
    return arrays;
  }

  private static NDArray array(NDManager scope, Tensor tensor) {
    var shape = new ai.djl.ndarray.types.Shape(tensor.shape().toArray());
    return tensor.datatype() == Datatype.BYTES
        ? scope.create(texts(tensor), StandardCharsets.UTF_8, shape)
        : scope.create(tensor.view(), shape, type(tensor.datatype()));
  }

  private static String[] texts(Tensor tensor) {
    String[] texts = new String[(int) tensor.shape().elements()];
    int at = 0;
    for (int i = 0; i < texts.length; i++) {
      byte[] text = new byte[tensor.data().getInt(at)];
      tensor.data().get(at + Integer.BYTES, text);
      texts[i] = new String(text, StandardCharsets.UTF_8);
      at += Integer.BYTES + text.length;
    }
    return texts;
  }

  static List<Tensor> tensors(NDList arrays, List<TensorSpec> specs) {
    if (arrays.size() != specs.size()) {
      throw new IllegalStateException("the model gives other outputs than its manifest");
    }
    List<Tensor> tensors = new ArrayList<>(specs.size());
    for (int i = 0; i < specs.size(); i++) {
      tensors.add(tensor(arrays.get(i), specs.get(i)));
    }
    return tensors;
  }

  private static Tensor tensor(NDArray array, TensorSpec spec) {
    Shape shape = Shape.of(array.getShape().getShape());
    if (array.getDataType() != type(spec.datatype())) {
      throw new IllegalStateException("the model gives another datatype than its manifest");
    }
    return spec.datatype() == Datatype.BYTES
        ? ofTexts(spec.name(), shape, array.toStringArray(StandardCharsets.UTF_8))
        : new Tensor(spec.name(), spec.datatype(), shape, array.toByteBuffer(false));
  }

  private static Tensor ofTexts(String name, Shape shape, String[] texts) {
    byte[][] encoded = new byte[texts.length][];
    int size = 0;
    for (int i = 0; i < texts.length; i++) {
      encoded[i] = texts[i].getBytes(StandardCharsets.UTF_8);
      size += Integer.BYTES + encoded[i].length;
    }
    ByteBuffer data = Tensor.buffer(size);
    for (byte[] text : encoded) {
      data.putInt(text.length).put(text);
    }
    return new Tensor(name, Datatype.BYTES, shape, data.flip());
  }

  private static DataType type(Datatype datatype) {
    return switch (datatype) {
      case BOOL -> DataType.BOOLEAN;
      case UINT8 -> DataType.UINT8;
      case UINT16 -> DataType.UINT16;
      case UINT32 -> DataType.UINT32;
      case UINT64 -> DataType.UINT64;
      case INT8 -> DataType.INT8;
      case INT16 -> DataType.INT16;
      case INT32 -> DataType.INT32;
      case INT64 -> DataType.INT64;
      case FP16 -> DataType.FLOAT16;
      case BF16 -> DataType.BFLOAT16;
      case FP32 -> DataType.FLOAT32;
      case FP64 -> DataType.FLOAT64;
      case BYTES -> DataType.STRING;
    };
  }
}
