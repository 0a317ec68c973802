package io.salus.learning;

/** The data cannot be learned from; the message says why and holds no value of a patient. */
public final class UnusableDataException extends RuntimeException {
  public UnusableDataException(String message) {
    super(message);
  }

  public UnusableDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
