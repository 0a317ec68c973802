package io.salus.records.view;

/**
 * The definition is wrong, or does not fit the data. The message names the place in the definition
 * and never a value of the data.
 */
public final class ViewException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ViewException(String place, String message) {
    super(place + ": " + message);
  }
}
