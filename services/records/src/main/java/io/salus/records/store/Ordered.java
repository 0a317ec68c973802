package io.salus.records.store;

/** Numbers as longs in the same order, for range rows. */
public final class Ordered {
  private Ordered() {}

  /** The IEEE 754 bits, turned round for negative numbers; both zeros are one. */
  public static long of(double number) {
    long bits = Double.doubleToLongBits(number == 0 ? 0.0 : number);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }
}
