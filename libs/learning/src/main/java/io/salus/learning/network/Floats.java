package io.salus.learning.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Arrays of 32-bit numbers, bit for bit. */
final class Floats {
  private Floats() {}

  static void write(NDArray array, DataOutputStream out) throws IOException {
    float[] values = array.toFloatArray();
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    out.write(bytes.array());
  }

  static float[] read(int length, DataInputStream in) throws IOException {
    byte[] bytes = new byte[length * Float.BYTES];
    in.readFully(bytes);
    float[] values = new float[length];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    return values;
  }

  static NDArray read(NDManager manager, Shape shape, DataInputStream in) throws IOException {
    return manager.create(read((int) shape.size(), in), shape);
  }
}
