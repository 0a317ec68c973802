package io.salus.gateway.scheduling;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clinician's week.
 *
 * @param timeZone IANA time zone, for example {@code Europe/Berlin}
 * @param slotMinutes length of a slot, 5 to 240
 * @param hours several a day are allowed, overlapping ones are not
 */
@JsonNaming(SnakeCaseStrategy.class)
record AvailabilityRequest(
    @Nullable String timeZone, int slotMinutes, @Nullable List<Hours> hours) {

  /**
   * @param day monday to sunday
   * @param startMinute first minute of the day, 0 to 1439, local
   * @param endMinute minute after the last, 1 to 1440
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Hours(@Nullable String day, @Nullable Integer startMinute, @Nullable Integer endMinute) {}
}
