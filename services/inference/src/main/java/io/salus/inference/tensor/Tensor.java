package io.salus.inference.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A named tensor. Its bytes are shared and must not be changed. */
public final class Tensor {
  private final String name;
  private final Datatype datatype;
  private final Shape shape;
  private final ByteBuffer data;

  /**
   * @param data the elements from position 0 to the limit
   */
  public Tensor(String name, Datatype datatype, Shape shape, ByteBuffer data) {
    this.name = name;
    this.datatype = datatype;
    this.shape = shape;
    this.data = data.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** An empty buffer for so many bytes. */
  public static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public String name() {
    return name;
  }

  public Datatype datatype() {
    return datatype;
  }

  public Shape shape() {
    return shape;
  }

  /** The elements, read by absolute index only. */
  public ByteBuffer data() {
    return data;
  }

  /** A view of its own on the elements, with position and limit that may be moved. */
  public ByteBuffer view() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  public int bytes() {
    return data.limit();
  }

  public Tensor named(String other) {
    return new Tensor(other, datatype, shape, data);
  }

  /** Rows of the first dimension as a tensor on the same bytes. */
  public Tensor rows(int from, int to) {
    int begin = offset(from);
    int end = offset(to);
    return new Tensor(name, datatype, shape.withRows(to - from), data.slice(begin, end - begin));
  }

  /** Where a row begins. */
  private int offset(int row) {
    long rows = shape.size(0);
    if (datatype != Datatype.BYTES) {
      return rows == 0 ? 0 : Math.toIntExact(data.limit() / rows * row);
    }
    long elements = rows == 0 ? 0 : shape.elements() / rows * row;
    int at = 0;
    for (long i = 0; i < elements; i++) {
      at += Integer.BYTES + data.getInt(at);
    }
    return at;
  }

  @Override
  public String toString() {
    return "Tensor[" + name + " " + datatype + " " + shape + "]";
  }
}
