package io.salus.inference.tensor;

import java.nio.ByteBuffer;

/** Whether the bytes of a tensor are elements that its type and its model allow. */
public final class Elements {
  private Elements() {}

  /**
   * What is wrong with them, for the caller and without a value; empty when nothing is.
   *
   * @param nullable whether NaN, which stands for a missing value, is taken
   */
  public static String wrong(Tensor tensor, boolean nullable) {
    long elements = tensor.shape().elements();
    if (elements < 0) {
      return impossible(tensor.shape());
    }
    if (tensor.datatype() == Datatype.BYTES) {
      return texts(tensor.data(), elements);
    }
    long needed = elements * tensor.datatype().size();
    if (tensor.bytes() != needed) {
      return "its shape %s needs %d bytes of %s, not %d"
          .formatted(tensor.shape(), needed, tensor.datatype(), tensor.bytes());
    }
    return numbers(tensor, (int) elements, nullable);
  }

  /** What is wrong with a count of elements that is not that of the shape. */
  public static String miscounted(Shape shape, Datatype datatype, long count) {
    return shape.elements() < 0
        ? impossible(shape)
        : "its shape %s needs %d elements of %s, not %d"
            .formatted(shape, shape.elements(), datatype, count);
  }

  private static String impossible(Shape shape) {
    return "its shape " + shape + " is not possible";
  }

  private static String texts(ByteBuffer data, long elements) {
    int at = 0;
    for (long i = 0; i < elements; i++) {
      if (at + Integer.BYTES > data.limit()) {
        return "it ends before its element " + i;
      }
      int length = data.getInt(at);
      if (length < 0 || length > data.limit() - at - Integer.BYTES) {
        return "the length of its element " + i + " goes past its end";
      }
      at += Integer.BYTES + length;
    }
    return at == data.limit() ? "" : "it has more bytes than its shape has elements";
  }

  private static String numbers(Tensor tensor, int elements, boolean nullable) {
    ByteBuffer data = tensor.data();
    for (int i = 0; i < elements; i++) {
      String wrong =
          switch (tensor.datatype()) {
            case FP32 -> special(data.getInt(4 * i), 0x7f800000, nullable);
            case FP64 -> special(data.getLong(8 * i), 0x7ff0000000000000L, nullable);
            case FP16 -> special(data.getShort(2 * i), 0x7c00, nullable);
            case BF16 -> special(data.getShort(2 * i), 0x7f80, nullable);
            case BOOL -> data.get(i) == 0 || data.get(i) == 1 ? "" : "is neither 0 nor 1";
            case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BYTES -> "";
          };
      if (!wrong.isEmpty()) {
        return "element " + place(tensor.shape(), i) + " " + wrong;
      }
    }
    return "";
  }

  /** IEEE 754: all bits of the exponent set is infinite, and NaN with a fraction beside it. */
  private static String special(long bits, long exponent, boolean nullable) {
    if ((bits & exponent) != exponent) {
      return "";
    }
    long fraction = exponent & -exponent;
    if ((bits & (fraction - 1)) == 0) {
      return "is infinite";
    }
    return nullable ? "" : "is NaN, and the model takes no missing values here";
  }

  private static String place(Shape shape, int element) {
    long[] place = new long[shape.dimensions()];
    long rest = element;
    for (int i = place.length - 1; i >= 0; i--) {
      place[i] = rest % shape.size(i);
      rest /= shape.size(i);
    }
    return java.util.Arrays.toString(place);
  }
}
