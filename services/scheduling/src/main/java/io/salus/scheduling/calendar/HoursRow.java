package io.salus.scheduling.calendar;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.DayOfWeek;

/**
 * Hours as they are kept.
 *
 * @param day ISO 8601, 1 is Monday
 */
@Embeddable
record HoursRow(
    @Column(name = "day", nullable = false) int day,
    @Column(name = "start_minute", nullable = false) int startMinute,
    @Column(name = "end_minute", nullable = false) int endMinute) {

  static HoursRow of(Hours hours) {
    return new HoursRow(hours.day().getValue(), hours.startMinute(), hours.endMinute());
  }

  Hours toHours() {
    return new Hours(DayOfWeek.of(day), startMinute, endMinute);
  }
}
