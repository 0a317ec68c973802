package io.salus.synthesis.generator;

/** The generators that there are. */
public enum GeneratorKind {
  /** Conditional tabular GAN. */
  GAN("gan", 1600, 1200),
  /**
   * Variational autoencoder for tables; it learns few rows by heart when it sees them too often.
   */
  VAE("vae", 2500, 300);

  private static final int FEWEST_EPOCHS = 10;

  private final String label;
  private final int usefulSteps;
  private final int mostEpochs;

  GeneratorKind(String label, int usefulSteps, int mostEpochs) {
    this.label = label;
    this.usefulSteps = usefulSteps;
    this.mostEpochs = mostEpochs;
  }

  /** Epochs when none are asked for: as many as give enough steps on so many rows. */
  public int defaultEpochs(int rows) {
    int steps =
        switch (this) {
          case GAN -> GanSettings.DEFAULT.stepsAnEpoch(rows);
          case VAE -> VaeSettings.DEFAULT.stepsAnEpoch(rows);
        };
    return Math.clamp(usefulSteps / steps, FEWEST_EPOCHS, mostEpochs);
  }

  /** Name in requests and reports, for example {@code gan}. */
  public String label() {
    return label;
  }
}
