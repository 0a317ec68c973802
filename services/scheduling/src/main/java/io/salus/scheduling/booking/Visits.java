package io.salus.scheduling.booking;

import io.salus.scheduling.booking.BookingFunctions.Answer;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Visits that were booked: look at one, cancel one. */
@ApplicationScoped
public class Visits {
  private final AppointmentRepository repository;
  private final BookingFunctions functions;
  private final VisitMirror mirror;

  Visits(AppointmentRepository repository, BookingFunctions functions, VisitMirror mirror) {
    this.repository = repository;
    this.functions = functions;
    this.mirror = mirror;
  }

  /** A visit that the caller may see. Throws {@link NotFound}. */
  public Visit require(Caller caller, String id) {
    return require(caller, uuid(id));
  }

  /** Cancels a visit and frees its time; the second time nothing happens. Throws NotFound. */
  public Visit cancel(Caller caller, String id) {
    UUID visitId = uuid(id);
    UUID claimant = UUID.randomUUID();
    Answer answer = functions.cancel(caller, visitId, claimant);
    if (answer.outcome().equals("not-found")) {
      throw unknown();
    }
    Visit visit = require(caller, visitId);
    if (answer.outcome().equals("cancelled")) {
      mirror.deliverNow(caller.tenant(), visit, answer, claimant);
    }
    return visit;
  }

  private Visit require(Caller caller, UUID id) {
    return repository.visibleTo(caller, id).orElseThrow(Visits::unknown);
  }

  private static UUID uuid(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
  }

  private static NotFound unknown() {
    return new NotFound("There is no such appointment.");
  }
}
