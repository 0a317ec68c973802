package io.salus.scheduling.calendar;

import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calendars in memory, so that a booking costs one round trip to the database. They may be out of
 * date: the booking names the version it relied on, and the database refuses an old one.
 */
@ApplicationScoped
public class KnownCalendars {
  /** Some thousands of practitioners; a calendar takes about a kilobyte. */
  private static final int MAX = 10_000;

  private record Key(String tenant, String practitioner) {}

  private final Map<Key, Calendar> known = new ConcurrentHashMap<>();
  private final Calendars calendars;

  KnownCalendars(Calendars calendars) {
    this.calendars = calendars;
  }

  /** The calendar as it was when this process last read it. */
  public Calendar recent(Caller caller, String practitioner) {
    Calendar calendar = known.get(new Key(caller.tenant(), practitioner));
    return calendar == null ? fresh(caller, practitioner) : calendar;
  }

  /** The calendar as it is now. */
  public Calendar fresh(Caller caller, String practitioner) {
    Calendar calendar = calendars.require(caller, practitioner);
    if (known.size() >= MAX) {
      known.clear();
    }
    known.put(new Key(caller.tenant(), practitioner), calendar);
    return calendar;
  }
}
