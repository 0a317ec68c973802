package io.salus.learning.network;

/**
 * How a network is trained.
 *
 * @param epochs passes over the rows
 * @param batch rows a step
 * @param learningRate highest step size of AdamW; it rises over the first tenth of the steps and
 *     falls to 0 like a cosine: Loshchilov and Hutter, "SGDR", ICLR 2017, eq. 5
 * @param weightDecay decoupled decay of AdamW
 * @param augmentation how pictures are changed at random; other rows are left as they are
 * @param positiveWeight weight of a row with the outcome, where a network has one output
 * @param steady whether all steps have the highest size
 */
public record Schedule(
    int epochs,
    int batch,
    double learningRate,
    double weightDecay,
    Augmentation augmentation,
    double positiveWeight,
    boolean steady) {
  public Schedule {
    if (epochs < 1
        || batch < 1
        || !(learningRate > 0)
        || !(weightDecay >= 0)
        || !(positiveWeight > 0)) {
      throw new IllegalArgumentException("no such schedule");
    }
  }

  /** Without weights. */
  public Schedule(
      int epochs, int batch, double learningRate, double weightDecay, Augmentation augmentation) {
    this(epochs, batch, learningRate, weightDecay, augmentation, 1);
  }

  /** In steps that rise and fall. */
  public Schedule(
      int epochs,
      int batch,
      double learningRate,
      double weightDecay,
      Augmentation augmentation,
      double positiveWeight) {
    this(epochs, batch, learningRate, weightDecay, augmentation, positiveWeight, false);
  }

  /** In steps of one size. */
  static Schedule steady(
      int epochs, int batch, double learningRate, double weightDecay, double positiveWeight) {
    return new Schedule(
        epochs, batch, learningRate, weightDecay, Augmentation.NONE, positiveWeight, true);
  }

  float rate(int step, int steps) {
    if (steady) {
      return (float) learningRate;
    }
    double warm = Math.max(1, steps / 10.0);
    double share =
        step < warm
            ? (step + 1) / (warm + 1)
            : (1 + Math.cos(Math.PI * (step - warm) / Math.max(1, steps - warm))) / 2;
    return (float) (learningRate * Math.max(share, 1e-4));
  }
}
