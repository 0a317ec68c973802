package io.salus.learning.fit;

/** Hyperparameters that do not exist or lie out of range; the message is for whoever set them. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String place;

  SettingsException(String place, String message) {
    super(message);
    this.place = place;
  }

  /** Name of the hyperparameter; empty when it is the algorithm. */
  public String place() {
    return place;
  }

  /** A sentence that repeats no value. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
