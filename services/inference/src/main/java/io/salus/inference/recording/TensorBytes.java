package io.salus.inference.recording;

import io.salus.inference.tensor.Datatype;
import io.salus.inference.tensor.Shape;
import io.salus.inference.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Tensors as bytes that read back to the same bits. */
final class TensorBytes {
  private TensorBytes() {}

  static byte[] write(List<Tensor> tensors) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(tensors.size());
      for (Tensor tensor : tensors) {
        out.writeUTF(tensor.name());
        out.writeUTF(tensor.datatype().name());
        out.writeInt(tensor.shape().dimensions());
        for (long size : tensor.shape().toArray()) {
          out.writeLong(size);
        }
        byte[] data = new byte[tensor.bytes()];
        tensor.data().get(0, data);
        out.writeInt(data.length);
        out.write(data);
      }
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  static List<Tensor> read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int count = in.readInt();
      List<Tensor> tensors = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        String name = in.readUTF();
        Datatype datatype = Objects.requireNonNull(Datatype.of(in.readUTF()));
        long[] sizes = new long[in.readInt()];
        for (int j = 0; j < sizes.length; j++) {
          sizes[j] = in.readLong();
        }
        byte[] data = in.readNBytes(in.readInt());
        tensors.add(new Tensor(name, datatype, Shape.of(sizes), ByteBuffer.wrap(data)));
      }
      return tensors;
    } catch (IOException e) {
      throw new IllegalStateException("stored tensors end too early", e);
    }
  }
}
