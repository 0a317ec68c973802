package io.salus.records.view;

/**
 * The definition is wrong, or does not fit the data. The message names the place in the definition
 * and never a value of the data.
 */
public final class ViewException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String place;
  private final String detail;

  ViewException(String place, String detail) {
    super(place + ": " + detail);
    this.place = place;
    this.detail = detail;
  }

  /** Where in the definition, for example {@code select[0].column[1].path}. */
  String place() {
    return place;
  }

  /** What is wrong there. */
  String detail() {
    return detail;
  }
}
