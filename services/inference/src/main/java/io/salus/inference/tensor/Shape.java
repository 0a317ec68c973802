package io.salus.inference.tensor;

import java.util.Arrays;
import java.util.List;

/** Sizes of a tensor's dimensions; -1 in a description where any size is right. */
public final class Shape {
  private final long[] sizes;

  private Shape(long[] sizes) {
    this.sizes = sizes;
  }

  public static Shape of(long... sizes) {
    return new Shape(sizes.clone());
  }

  public static Shape of(List<Long> sizes) {
    long[] copy = new long[sizes.size()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = sizes.get(i);
    }
    return new Shape(copy);
  }

  public int dimensions() {
    return sizes.length;
  }

  public long size(int dimension) {
    return sizes[dimension];
  }

  /** How many elements; -1 where a size is negative or they are more than an array can have. */
  public long elements() {
    long elements = 1;
    for (long size : sizes) {
      if (size < 0 || (size > 0 && elements > Integer.MAX_VALUE / size)) {
        return -1;
      }
      elements *= size;
    }
    return elements;
  }

  /** The same sizes with another first one. */
  public Shape withRows(long rows) {
    long[] copy = sizes.clone();
    copy[0] = rows;
    return new Shape(copy);
  }

  /** Without the first size. */
  public Shape ofRow() {
    return new Shape(Arrays.copyOfRange(sizes, 1, sizes.length));
  }

  /** Whether a tensor of this shape is what a description asks for. */
  public boolean fits(Shape described) {
    if (sizes.length != described.sizes.length) {
      return false;
    }
    for (int i = 0; i < sizes.length; i++) {
      if (described.sizes[i] != -1 && described.sizes[i] != sizes[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether rows of both can stand in one tensor. */
  public boolean sameRow(Shape other) {
    return sizes.length == other.sizes.length
        && Arrays.equals(sizes, 1, sizes.length, other.sizes, 1, other.sizes.length);
  }

  public long[] toArray() {
    return sizes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
