package io.salus.inference.serving;

import com.google.protobuf.ByteString;
import io.salus.inference.tensor.Datatype;
import io.salus.inference.tensor.Elements;
import io.salus.inference.tensor.Shape;
import io.salus.inference.tensor.Tensor;
import io.salus.proto.oip.v2.InferTensorContents;
import io.salus.proto.oip.v2.ModelInferRequest.InferInputTensor;
import java.nio.ByteBuffer;

/** Typed contents of the protocol, element by element and without boxes. */
final class ContentsProtoMapper {
  private ContentsProtoMapper() {}

  static ByteBuffer data(InferInputTensor input, Datatype datatype, Shape shape) {
    InferTensorContents contents = input.getContents();
    String name = input.getName();
    int count =
        switch (datatype) {
          case BOOL -> contents.getBoolContentsCount();
          case INT8, INT16, INT32 -> contents.getIntContentsCount();
          case INT64 -> contents.getInt64ContentsCount();
          case UINT8, UINT16, UINT32 -> contents.getUintContentsCount();
          case UINT64 -> contents.getUint64ContentsCount();
          case FP32 -> contents.getFp32ContentsCount();
          case FP64 -> contents.getFp64ContentsCount();
          case BYTES -> contents.getBytesContentsCount();
          case FP16, BF16 -> throw InputCheck.wrong(name, datatype + " has raw contents only");
        };
    if (count != shape.elements()) {
      throw InputCheck.wrong(name, Elements.miscounted(shape, datatype, count));
    }
    if (datatype == Datatype.BYTES) {
      return texts(contents);
    }
    ByteBuffer data = Tensor.buffer(count * datatype.size());
    for (int i = 0; i < count; i++) {
      switch (datatype) {
        case BOOL -> data.put((byte) (contents.getBoolContents(i) ? 1 : 0));
        case INT8 -> data.put((byte) ranged(name, contents.getIntContents(i), -128, 127));
        case INT16 ->
            data.putShort((short) ranged(name, contents.getIntContents(i), -32768, 32767));
        case INT32 -> data.putInt(contents.getIntContents(i));
        case INT64 -> data.putLong(contents.getInt64Contents(i));
        case UINT8 -> data.put((byte) ranged(name, contents.getUintContents(i), 0, 255));
        case UINT16 -> data.putShort((short) ranged(name, contents.getUintContents(i), 0, 65535));
        case UINT32 -> data.putInt(contents.getUintContents(i));
        case UINT64 -> data.putLong(contents.getUint64Contents(i));
        case FP32 -> data.putFloat(contents.getFp32Contents(i));
        case FP64 -> data.putDouble(contents.getFp64Contents(i));
        case FP16, BF16, BYTES -> throw new IllegalStateException();
      }
    }
    return data.flip();
  }

  private static int ranged(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw InputCheck.wrong(name, "an element is out of its datatype's range");
    }
    return value;
  }

  private static ByteBuffer texts(InferTensorContents contents) {
    long size = 0;
    for (int i = 0; i < contents.getBytesContentsCount(); i++) {
      size += Integer.BYTES + contents.getBytesContents(i).size();
    }
    ByteBuffer data = Tensor.buffer(Math.toIntExact(size));
    for (int i = 0; i < contents.getBytesContentsCount(); i++) {
      ByteString text = contents.getBytesContents(i);
      data.putInt(text.size());
      text.copyTo(data);
    }
    return data.flip();
  }

  static InferTensorContents contents(Tensor tensor) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    ByteBuffer data = tensor.view();
    while (data.hasRemaining()) {
      switch (tensor.datatype()) {
        case BOOL -> contents.addBoolContents(data.get() != 0);
        case INT8 -> contents.addIntContents(data.get());
        case INT16 -> contents.addIntContents(data.getShort());
        case INT32 -> contents.addIntContents(data.getInt());
        case INT64 -> contents.addInt64Contents(data.getLong());
        case UINT8 -> contents.addUintContents(Byte.toUnsignedInt(data.get()));
        case UINT16 -> contents.addUintContents(Short.toUnsignedInt(data.getShort()));
        case UINT32 -> contents.addUintContents(data.getInt());
        case UINT64 -> contents.addUint64Contents(data.getLong());
        case FP32 -> contents.addFp32Contents(data.getFloat());
        case FP64 -> contents.addFp64Contents(data.getDouble());
        case BYTES -> {
          byte[] text = new byte[data.getInt()];
          data.get(text);
          contents.addBytesContents(ByteString.copyFrom(text));
        }
        case FP16, BF16 -> throw new IllegalStateException("raw contents only");
      }
    }
    return contents.build();
  }
}
