package io.salus.scheduling.calendar;

import io.salus.service.errors.AppException.InvalidInput;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;

/**
 * When a practitioner can be booked, week after week. Throws {@link InvalidInput} when the hours
 * make no sense.
 *
 * @param hours in order of the week
 */
public record Availability(ZoneId zone, int slotMinutes, List<Hours> hours) {
  private static final int MINUTES_OF_A_DAY = 24 * 60;

  /** More windows than a week of quarter hours has are a mistake. */
  private static final int MAX_WINDOWS = 7 * 96;

  public Availability {
    if (slotMinutes < 5 || slotMinutes > 240) {
      throw new InvalidInput("A slot lasts from 5 to 240 minutes.", "slot_minutes");
    }
    if (hours.size() > MAX_WINDOWS) {
      throw new InvalidInput("More hours than a week can hold.", "hours");
    }
    hours =
        hours.stream()
            .sorted(Comparator.comparing(Hours::day).thenComparing(Hours::startMinute))
            .toList();
    for (int i = 0; i < hours.size(); i++) {
      check(hours.get(i), slotMinutes);
      if (i > 0 && overlap(hours.get(i - 1), hours.get(i))) {
        throw new InvalidInput("Hours of one day must not overlap.", "hours");
      }
    }
  }

  private static void check(Hours hours, int slotMinutes) {
    if (hours.startMinute() < 0
        || hours.endMinute() > MINUTES_OF_A_DAY
        || hours.startMinute() >= hours.endMinute()) {
      throw new InvalidInput(
          "Hours run from a minute of 0 to 1439 to a later one of at most 1440.", "hours");
    }
    if (hours.endMinute() - hours.startMinute() < slotMinutes) {
      throw new InvalidInput("Hours must hold one slot at least.", "hours");
    }
  }

  private static boolean overlap(Hours earlier, Hours later) {
    return earlier.day() == later.day() && later.startMinute() < earlier.endMinute();
  }
}
