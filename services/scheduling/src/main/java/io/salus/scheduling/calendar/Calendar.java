package io.salus.scheduling.calendar;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A practitioner's calendar.
 *
 * @param id also of the FHIR Schedule
 * @param version grows with each change
 * @param changedBy subject of the last change
 */
public record Calendar(
    UUID id, String practitioner, int version, Availability availability, String changedBy) {

  /** The slot that starts at this very moment. */
  public Optional<Slot> slotAt(Instant start) {
    return new SlotGrid(availability).startingAt(start);
  }

  /** Id of the FHIR Slot that starts then: the same in every process, without a row for each. */
  public UUID slotId(Instant start) {
    String name = id + "/" + start.getEpochSecond();
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }
}
