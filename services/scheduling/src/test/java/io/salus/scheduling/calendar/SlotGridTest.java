package io.salus.scheduling.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotGridTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void followsTheWallClockInSummerAndWinter() {
    SlotGrid grid = grid(BERLIN, 30, new Hours(DayOfWeek.MONDAY, 9 * 60, 10 * 60));

    assertEquals(
        List.of("2027-01-04T08:00:00Z", "2027-01-04T08:30:00Z"), starts(grid, "2027-01-04", 1));
    assertEquals(
        List.of("2027-07-05T07:00:00Z", "2027-07-05T07:30:00Z"), starts(grid, "2027-07-05", 1));
  }

  @Test
  void losesAnHourOfSlotsWhenClocksGoForward() {
    // 28 March 2027: 02:00 becomes 03:00 in Berlin.
    SlotGrid grid = grid(BERLIN, 30, new Hours(DayOfWeek.SUNDAY, 60, 4 * 60));

    assertEquals(
        List.of(
            "2027-03-28T00:00:00Z",
            "2027-03-28T00:30:00Z",
            "2027-03-28T01:00:00Z",
            "2027-03-28T01:30:00Z"),
        starts(grid, "2027-03-28", 1));
  }

  @Test
  void gainsAnHourOfSlotsWhenClocksGoBack() {
    // 31 October 2027: 03:00 becomes 02:00 in Berlin.
    SlotGrid grid = grid(BERLIN, 60, new Hours(DayOfWeek.SUNDAY, 60, 4 * 60));

    assertEquals(
        List.of(
            "2027-10-30T23:00:00Z",
            "2027-10-31T00:00:00Z",
            "2027-10-31T01:00:00Z",
            "2027-10-31T02:00:00Z"),
        starts(grid, "2027-10-31", 1));
  }

  @Test
  void startsAtTheChangeWhenClocksSkipTheFirstHour() {
    SlotGrid grid = grid(BERLIN, 30, new Hours(DayOfWeek.SUNDAY, 150, 210));

    assertEquals(List.of("2027-03-28T01:00:00Z"), starts(grid, "2027-03-28", 1));
  }

  @Test
  void neverOverlapsInAYearOfAnyZone() {
    for (String zone :
        List.of(
            "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC")) {
      Hours[] hours =
          Arrays.stream(DayOfWeek.values())
              .flatMap(
                  day ->
                      java.util.stream.Stream.of(
                          new Hours(day, 0, 150), new Hours(day, 150, 24 * 60)))
              .toArray(Hours[]::new);
      List<Slot> slots =
          grid(ZoneId.of(zone), 45, hours)
              .between(Instant.parse("2027-01-01T00:00:00Z"), Instant.parse("2028-01-01T00:00:00Z"))
              .toList();
      for (int i = 1; i < slots.size(); i++) {
        assertTrue(!slots.get(i).start().isBefore(slots.get(i - 1).end()), zone + " " + i);
      }
      assertTrue(slots.size() > 360 * 30, zone);
    }
  }

  @Test
  void acceptsAsStartExactlyWhatItOffers() {
    SlotGrid grid = grid(BERLIN, 20, new Hours(DayOfWeek.SUNDAY, 0, 5 * 60));
    Instant from = Instant.parse("2027-10-30T20:00:00Z");
    Instant to = from.plus(Duration.ofHours(12));
    List<Slot> offered = grid.between(from, to).toList();

    List<Slot> accepted =
        java.util.stream.Stream.iterate(from, t -> t.isBefore(to), t -> t.plusSeconds(60))
            .flatMap(t -> grid.startingAt(t).stream())
            .toList();

    assertEquals(offered, accepted);
    assertEquals(18, offered.size());
  }

  private static SlotGrid grid(ZoneId zone, int minutes, Hours... hours) {
    return new SlotGrid(new Availability(zone, minutes, List.of(hours)));
  }

  private static List<String> starts(SlotGrid grid, String day, int days) {
    Instant from = java.time.LocalDate.parse(day).atStartOfDay(BERLIN).toInstant();
    return grid.between(from, from.plus(Duration.ofDays(days)))
        .map(slot -> slot.start().toString())
        .toList();
  }
}
