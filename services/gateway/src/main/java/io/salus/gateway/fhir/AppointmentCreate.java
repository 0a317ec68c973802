package io.salus.gateway.fhir;

import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.Unprocessable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * {@code POST /fhir/Appointment}: books the visit, and answers with the FHIR Appointment that the
 * booking made.
 */
@ApplicationScoped
class AppointmentCreate implements Interaction {
  private final FhirClient records;
  private final BookingClient scheduling;

  AppointmentCreate(FhirClient records, BookingClient scheduling) {
    this.records = records;
    this.scheduling = scheduling;
  }

  @Override
  public Future<FhirAnswer> answer(FhirRequest request) {
    if (request.header("If-None-Exist") != null) {
      throw new Unprocessable(
          "A visit cannot be booked by If-None-Exist; send an Idempotency-Key header instead.");
    }
    AppointmentDraft draft = AppointmentDraft.parse(request.body());
    String key = request.header("Idempotency-Key");
    return scheduling
        .book(request, draft, key == null ? "" : key)
        .compose(id -> records.read(request, id).recover(failure -> notYetMirrored(failure, id)))
        .map(AppointmentCreate::asCreated)
        .map(booked -> FhirAnswer.written(request, booked));
  }

  private static StoredResource asCreated(StoredResource found) {
    return new StoredResource(found.id(), found.version(), found.lastUpdated(), found.body(), true);
  }

  /** The visit stands, whatever became of its mirror: the client must not book again. */
  private static Future<StoredResource> notYetMirrored(Throwable failure, String id) {
    boolean booked =
        failure instanceof NotFound
            || failure instanceof AppException.Unavailable
            || failure instanceof AppException.TimedOut
            || failure instanceof AppException.Forbidden;
    if (!booked) {
      return Future.failedFuture(failure);
    }
    Buffer outcome =
        Buffer.buffer(
            """
            {"resourceType":"OperationOutcome","issue":[{"severity":"information",\
            "code":"informational","diagnostics":"Booked; the Appointment can be read shortly."}]}""");
    return Future.succeededFuture(
        new StoredResource(id, 1, java.time.Instant.now(), outcome, true));
  }
}
