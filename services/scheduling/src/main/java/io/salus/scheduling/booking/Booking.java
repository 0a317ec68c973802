package io.salus.scheduling.booking;

import io.salus.scheduling.booking.BookingFunctions.Answer;
import io.salus.scheduling.calendar.Calendar;
import io.salus.scheduling.calendar.KnownCalendars;
import io.salus.scheduling.calendar.Slot;
import io.salus.scheduling.records.RecordsClient;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Conflict;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.id.TimeOrderedId;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** Books visits. */
@ApplicationScoped
public class Booking {
  private static final int CALENDAR_TRIES = 3;

  private final KnownCalendars calendars;
  private final RecordsClient records;
  private final BookingFunctions functions;
  private final KeyedVisits keyed;
  private final AppointmentRepository repository;
  private final VisitMirror mirror;

  Booking(
      KnownCalendars calendars,
      RecordsClient records,
      BookingFunctions functions,
      KeyedVisits keyed,
      AppointmentRepository repository,
      VisitMirror mirror) {
    this.calendars = calendars;
    this.records = records;
    this.functions = functions;
    this.keyed = keyed;
    this.repository = repository;
    this.mirror = mirror;
  }

  /**
   * Books a visit, or answers with the one that the same request made before. Throws {@link
   * Conflict} when clinician or patient is taken.
   *
   * @param token by which the records are asked whether the caller knows such a patient
   */
  public Visit book(Caller caller, String token, VisitRequest request) {
    if (caller.patientContext().filter(own -> !own.equals(request.patient())).isPresent()) {
      throw new Forbidden("A patient can book for nobody else.");
    }
    try {
      if (request.start().isBefore(Instant.now())) {
        throw new InvalidInput("The start is in the past.", "start");
      }
      Calendar calendar = calendarWithSlot(caller, request);
      if (!records.exists(token, "Patient", request.patient())) {
        throw new Unprocessable("There is no such patient.", "patient_id");
      }
      return book(caller, request, calendar);
    } catch (InvalidInput | Unprocessable | AppException.NotFound e) {
      Optional<Visit> before =
          keyed.madeBy(caller, request).flatMap(id -> repository.visibleTo(caller, id));
      return before.orElseThrow(() -> e);
    }
  }

  /** A calendar with this slot; one that was read long ago is read again before it says no. */
  private Calendar calendarWithSlot(Caller caller, VisitRequest request) {
    Calendar recent = calendars.recent(caller, request.practitioner());
    return recent.slotAt(request.start()).isPresent()
        ? recent
        : calendars.fresh(caller, request.practitioner());
  }

  private Visit book(Caller caller, VisitRequest request, Calendar known) {
    Calendar calendar = known;
    for (int i = 0; i < CALENDAR_TRIES; i++) {
      Visit visit = visit(caller, request, calendar);
      UUID claimant = UUID.randomUUID();
      Answer answer = functions.book(caller, request, visit, calendar.version(), claimant);
      switch (answer.outcome()) {
        case "booked" -> {
          mirror.deliverNow(caller.tenant(), visit, answer, claimant);
          return visit;
        }
        case "repeated" -> {
          return answer.visit().flatMap(id -> repository.visibleTo(caller, id)).orElse(visit);
        }
        case "key-reused" -> throw BookingFunctions.keyReused();
        case "practitioner-busy" ->
            throw new Conflict("The clinician is taken at this time.", "start");
        case "patient-busy" ->
            throw new Conflict("The patient has another visit at this time.", "start");
        case "calendar-changed" -> calendar = calendars.fresh(caller, request.practitioner());
        default -> throw new IllegalStateException("unknown outcome " + answer.outcome());
      }
    }
    throw new Conflict("The calendar is being changed; look for a slot again.", "start");
  }

  private static Visit visit(Caller caller, VisitRequest request, Calendar calendar) {
    Slot slot =
        calendar
            .slotAt(request.start())
            .orElseThrow(() -> new InvalidInput("No slot of this clinician starts then.", "start"));
    return new Visit(
        TimeOrderedId.next(),
        calendar.id(),
        calendar.slotId(slot.start()),
        request.practitioner(),
        request.patient(),
        slot.start(),
        slot.end(),
        VisitStatus.BOOKED,
        request.reason(),
        Instant.now().truncatedTo(ChronoUnit.MICROS),
        caller.subject());
  }
}
