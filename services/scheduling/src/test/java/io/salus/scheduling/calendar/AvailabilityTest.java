package io.salus.scheduling.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.salus.service.errors.AppException.InvalidInput;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
  private static final ZoneId UTC = ZoneId.of("UTC");

  @Test
  void refusesSlotsShorterThanFiveMinutesOrLongerThanFourHours() {
    assertEquals("slot_minutes", place(4, new Hours(DayOfWeek.MONDAY, 0, 600)));
    assertEquals("slot_minutes", place(241, new Hours(DayOfWeek.MONDAY, 0, 600)));
  }

  @Test
  void refusesHoursOutsideOfTheDayOrTurnedAround() {
    assertEquals("hours", place(30, new Hours(DayOfWeek.MONDAY, -1, 600)));
    assertEquals("hours", place(30, new Hours(DayOfWeek.MONDAY, 0, 1441)));
    assertEquals("hours", place(30, new Hours(DayOfWeek.MONDAY, 600, 600)));
  }

  @Test
  void refusesHoursThatOverlapOnOneDay() {
    assertEquals(
        "hours",
        place(30, new Hours(DayOfWeek.MONDAY, 500, 700), new Hours(DayOfWeek.MONDAY, 400, 501)));
  }

  @Test
  void takesHoursThatTouch() {
    Availability availability =
        new Availability(
            UTC,
            30,
            List.of(new Hours(DayOfWeek.MONDAY, 500, 700), new Hours(DayOfWeek.MONDAY, 400, 500)));

    assertEquals(400, availability.hours().getFirst().startMinute());
  }

  private static String place(int minutes, Hours... hours) {
    InvalidInput refusal =
        assertThrows(InvalidInput.class, () -> new Availability(UTC, minutes, List.of(hours)));
    return String.valueOf(refusal.place());
  }
}
