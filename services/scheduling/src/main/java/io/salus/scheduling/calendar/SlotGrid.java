package io.salus.scheduling.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The slots of an availability. Hours are wall-clock time; inside them slots follow each other in
 * real time. So on the day when clocks go forward a window that holds the change has an hour less
 * of slots, on the day when they go back an hour more, and no two slots ever overlap.
 */
final class SlotGrid {
  private final ZoneId zone;
  private final ZoneRules rules;
  private final Availability availability;
  private final Duration length;

  SlotGrid(Availability availability) {
    this.availability = availability;
    this.zone = availability.zone();
    this.rules = zone.getRules();
    this.length = Duration.ofMinutes(availability.slotMinutes());
  }

  /** Slots that start at {@code from} or later and end at {@code to} or earlier, in order. */
  Stream<Slot> between(Instant from, Instant to) {
    LocalDate first = from.atZone(zone).toLocalDate().minusDays(1);
    LocalDate last = to.atZone(zone).toLocalDate();
    return first
        .datesUntil(last.plusDays(1))
        .flatMap(this::windows)
        .flatMap(this::slots)
        .dropWhile(slot -> slot.start().isBefore(from))
        .takeWhile(slot -> !slot.end().isAfter(to));
  }

  /** The slot that starts at this very moment. */
  Optional<Slot> startingAt(Instant start) {
    Slot wanted = new Slot(start, start.plus(length));
    LocalDate day = start.atZone(zone).toLocalDate();
    return Stream.of(day.minusDays(1), day)
        .flatMap(this::windows)
        .filter(window -> holds(window, wanted))
        .map(window -> wanted)
        .findFirst();
  }

  private boolean holds(Slot window, Slot wanted) {
    return !wanted.start().isBefore(window.start())
        && !wanted.end().isAfter(window.end())
        && Duration.between(window.start(), wanted.start()).toNanos() % length.toNanos() == 0;
  }

  private Stream<Slot> slots(Slot window) {
    return Stream.iterate(
        new Slot(window.start(), window.start().plus(length)),
        slot -> !slot.end().isAfter(window.end()),
        slot -> new Slot(slot.end(), slot.end().plus(length)));
  }

  private Stream<Slot> windows(LocalDate day) {
    return availability.hours().stream()
        .filter(hours -> hours.day() == day.getDayOfWeek())
        .map(h -> new Slot(moment(day, h.startMinute()), moment(day, h.endMinute())));
  }

  /**
   * A wall-clock time as a moment: one that clocks skip is the moment of the change, one that they
   * show twice is the first. This never turns the order of two times around.
   */
  private Instant moment(LocalDate day, int minute) {
    LocalDateTime local = day.atStartOfDay().plusMinutes(minute);
    ZoneOffsetTransition change = rules.getTransition(local);
    if (change != null && change.isGap()) {
      return change.getInstant();
    }
    return local.toInstant(rules.getValidOffsets(local).getFirst());
  }
}
