package io.salus.gateway.fhir;

import io.salus.service.errors.AppException.Unprocessable;

/** Schedule, Slot and Appointment mirror the calendar: they are changed there, and read as FHIR. */
final class SchedulingTypes {
  private SchedulingTypes() {}

  /** Throws {@link Unprocessable} when resources of the type are not written over FHIR. */
  static void refuse(String type) {
    String route =
        switch (type) {
          case "Appointment" ->
              "POST /scheduling/appointments and DELETE /scheduling/appointments/{id}";
          case "Schedule", "Slot" -> "PUT /scheduling/practitioners/{id}/availability";
          default -> null;
        };
    if (route != null) {
      throw new Unprocessable(type + " follows the calendar, which is changed by " + route + ".");
    }
  }
}
