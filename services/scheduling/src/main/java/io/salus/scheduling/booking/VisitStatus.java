package io.salus.scheduling.booking;

import java.util.Locale;

/** Codes of FHIR's AppointmentStatus that a visit can have. */
public enum VisitStatus {
  BOOKED,
  CANCELLED;

  /** The FHIR code. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static VisitStatus of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
