package io.salus.scheduling.booking;

import java.time.Instant;
import java.util.UUID;

/**
 * A visit: one practitioner, one patient, one span.
 *
 * @param slotId id of the FHIR Slot
 * @param end the moment after the last
 * @param reason in the caller's words, empty when none was given; PHI
 * @param changedBy subject of the last change
 */
public record Visit(
    UUID id,
    UUID calendarId,
    UUID slotId,
    String practitioner,
    String patient,
    Instant start,
    Instant end,
    VisitStatus status,
    String reason,
    Instant createdAt,
    String changedBy) {

  @Override
  public String toString() {
    return "Visit " + id;
  }
}
