package io.salus.records.terminology;

/** A question that is well formed and has no answer here; answered with 422. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * @param code FHIR issue-type
   * @param detail one sentence for people
   */
  Refused(String code, String detail) {
    super(detail, null, false, false);
    this.code = code;
  }

  static Refused tooCostly(String detail) {
    return new Refused("too-costly", detail);
  }

  String code() {
    return code;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
