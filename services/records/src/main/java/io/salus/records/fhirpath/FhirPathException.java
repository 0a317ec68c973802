package io.salus.records.fhirpath;

/**
 * The expression is wrong, or does not fit the data. The message names the expression's place and
 * never a value of the data.
 */
public final class FhirPathException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FhirPathException(String message) {
    super(message);
  }
}
