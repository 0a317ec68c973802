package io.salus.learning.torch;

import ai.djl.ndarray.NDArray;

/**
 * Numbers in calculations whose gradient is taken. The engine keeps what it needs for the way back,
 * but {@code array.mul(0.5)} and the like make an array of the number on memory of Java's and close
 * it at once: when the garbage collector takes that memory before the way back, gradients are taken
 * with whatever lies there then. An array from here lives as long as those it is used with.
 */
public final class Constant {
  private Constant() {}

  /**
   * A number as an array.
   *
   * @param beside what it is used with; its manager owns the number, too
   */
  public static NDArray of(NDArray beside, double number) {
    return beside.getManager().create((float) number);
  }
}
