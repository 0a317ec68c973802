package io.salus.scheduling.calendar;

import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Slots that can be booked now. */
@ApplicationScoped
public class FreeSlots {
  private static final Duration LONGEST_SPAN = Duration.ofDays(62);
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 500;

  private record State(Calendar calendar, List<Slot> busy) {}

  private final Calendars calendars;
  private final BusySpans busySpans;
  private final TenantTransactions transactions;

  FreeSlots(Calendars calendars, BusySpans busySpans, TenantTransactions transactions) {
    this.calendars = calendars;
    this.busySpans = busySpans;
    this.transactions = transactions;
  }

  /**
   * Free slots inside a span, earliest first, none in the past.
   *
   * @param limit at most so many; 0 means 100
   */
  public List<Slot> find(Caller caller, String practitioner, Instant from, Instant to, int limit) {
    if (!from.isBefore(to)) {
      throw new InvalidInput("The span must end after it starts.", "to");
    }
    if (Duration.between(from, to).compareTo(LONGEST_SPAN) > 0) {
      throw new InvalidInput("The span may last 62 days at most.", "to");
    }
    if (limit < 0 || limit > MAX_LIMIT) {
      throw new InvalidInput("The limit is a number from 1 to 500.", "limit");
    }
    Instant now = Instant.now();
    Instant first = from.isBefore(now) ? now : from;
    State state =
        transactions.call(
            caller,
            () -> new State(calendars.find(practitioner), busySpans.of(practitioner, first, to)));
    return free(state, first, to, limit == 0 ? DEFAULT_LIMIT : limit);
  }

  /** Both are in order, so one pass is enough. */
  private static List<Slot> free(State state, Instant from, Instant to, int limit) {
    List<Slot> free = new ArrayList<>();
    int next = 0;
    Iterator<Slot> slots = new SlotGrid(state.calendar.availability()).between(from, to).iterator();
    while (free.size() < limit && slots.hasNext()) {
      Slot slot = slots.next();
      while (next < state.busy.size() && !state.busy.get(next).end().isAfter(slot.start())) {
        next++;
      }
      if (next == state.busy.size() || !state.busy.get(next).start().isBefore(slot.end())) {
        free.add(slot);
      }
    }
    return free;
  }
}
