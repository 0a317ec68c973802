package io.salus.scheduling;

import static io.salus.scheduling.SchedulingApi.patient;
import static io.salus.scheduling.SchedulingApi.refusal;
import static io.salus.scheduling.SchedulingApi.request;
import static io.salus.scheduling.SchedulingApi.start;
import static io.salus.scheduling.SchedulingApi.timestamp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.scheduling.v1.Appointment;
import io.salus.proto.scheduling.v1.BookRequest;
import io.salus.proto.scheduling.v1.DayOfWeek;
import io.salus.proto.scheduling.v1.PutAvailabilityRequest;
import io.salus.proto.scheduling.v1.WeeklyHours;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Conflict;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.Unprocessable;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BookIT extends SchedulingIT {

  @Test
  void booksAFreeSlotForItsWholeLength() {
    String doctor = api().practitioner(ADMIN);
    String patient = patient();

    Appointment visit =
        api()
            .as(ADMIN)
            .book(request(doctor, patient, 4).setReason("Cough").build())
            .getAppointment();

    assertEquals("booked", visit.getStatus());
    assertEquals(timestamp(start(4)), visit.getStart());
    assertEquals(timestamp(start(5)), visit.getEnd());
    assertEquals(patient, visit.getPatientId());
    assertEquals("Cough", visit.getReason());
  }

  @Test
  void refusesASecondBookingOfTheSameTime() {
    String doctor = api().practitioner(ADMIN);
    var unused = api().book(ADMIN, doctor, patient(), 0);

    AppException refusal = refusal(() -> api().book(ADMIN, doctor, patient(), 0));

    assertInstanceOf(Conflict.class, refusal);
    assertEquals("The clinician is taken at this time.", refusal.publicDetail());
  }

  @Test
  void refusesAPatientTwoVisitsAtOnce() {
    String patient = patient();
    var unused = api().book(ADMIN, api().practitioner(ADMIN), patient, 0);
    String other = api().practitioner(ADMIN);

    AppException refusal = refusal(() -> api().book(ADMIN, other, patient, 0));

    assertInstanceOf(Conflict.class, refusal);
    assertEquals("The patient has another visit at this time.", refusal.publicDetail());
    var free = api().book(ADMIN, other, patient(), 0); // the refused try left nothing behind
    assertTrue(free.hasAppointment());
  }

  @Test
  void refusesAStartThatIsNoSlot() {
    String doctor = api().practitioner(ADMIN);
    BookRequest between =
        request(doctor, patient(), 0).setStart(timestamp(start(0).plusSeconds(60))).build();

    AppException refusal = refusal(() -> api().as(ADMIN).book(between));

    assertInstanceOf(InvalidInput.class, refusal);
    assertEquals("start", refusal.place());
  }

  @Test
  void refusesAStartInThePast() {
    String doctor = api().practitioner(ADMIN);
    Instant yesterday =
        Instant.ofEpochSecond(Instant.now().getEpochSecond() / 1800 * 1800 - 86_400);
    BookRequest past = request(doctor, patient(), 0).setStart(timestamp(yesterday)).build();

    assertEquals(
        "The start is in the past.", refusal(() -> api().as(ADMIN).book(past)).publicDetail());
  }

  @Test
  void refusesAPatientWhomTheRecordsDoNotKnow() {
    String doctor = api().practitioner(ADMIN);

    AppException refusal = refusal(() -> api().book(ADMIN, doctor, "unknown-1", 0));

    assertInstanceOf(Unprocessable.class, refusal);
    assertEquals("patient_id", refusal.place());
  }

  @Test
  void refusesAPractitionerWithoutACalendar() {
    assertInstanceOf(NotFound.class, refusal(() -> api().book(ADMIN, "doc-none", patient(), 0)));
  }

  @Test
  void doesNotWriteWhileTheRecordsCannotBeAsked() {
    String doctor = api().practitioner(ADMIN);
    recordsGoAway();

    AppException refusal = refusal(() -> api().book(ADMIN, doctor, patient(), 0));

    recordsComeBack();
    assertInstanceOf(AppException.Unavailable.class, refusal);
    assertEquals(48, api().freeStarts(ADMIN, doctor, start(0), start(48)).size());
  }

  @Test
  void keepsToHoursThatHaveJustChanged() {
    String doctor = api().practitioner(ADMIN);
    var first = api().book(ADMIN, doctor, patient(), 0); // the calendar is in memory now
    PutAvailabilityRequest tuesdaysOnly =
        SchedulingApi.alwaysOpen(doctor)
            .clearHours()
            .addHours(
                WeeklyHours.newBuilder()
                    .setDay(DayOfWeek.DAY_OF_WEEK_TUESDAY)
                    .setStartMinute(540)
                    .setEndMinute(600))
            .build();
    var unused = api().as(ADMIN).putAvailability(tuesdaysOnly);

    assertInstanceOf(InvalidInput.class, refusal(() -> api().book(ADMIN, doctor, patient(), 2)));
    int tuesdayAtNine = 48 + 18;
    assertNotEquals(
        first.getAppointment().getId(),
        api().book(ADMIN, doctor, patient(), tuesdayAtNine).getAppointment().getId());
  }

  @Test
  void answersARepeatedRequestWithTheFirstVisit() {
    String doctor = api().practitioner(ADMIN);
    BookRequest request = request(doctor, patient(), 0).setIdempotencyKey("once").build();
    String first = api().as(ADMIN).book(request).getAppointment().getId();

    var again = api().as(ADMIN).book(request);

    assertEquals(first, again.getAppointment().getId());
    assertTrue(!again.getRoomToken().isEmpty());
  }

  @Test
  void answersARepeatedRequestAlsoAfterTheHoursChanged() {
    String doctor = api().practitioner(ADMIN);
    BookRequest request = request(doctor, patient(), 0).setIdempotencyKey("later").build();
    String first = api().as(ADMIN).book(request).getAppointment().getId();
    var unused =
        api().as(ADMIN).putAvailability(SchedulingApi.alwaysOpen(doctor).clearHours().build());

    assertEquals(first, api().as(ADMIN).book(request).getAppointment().getId());
  }

  @Test
  void refusesAKeyThatWasUsedForAnotherRequest() {
    String doctor = api().practitioner(ADMIN);
    String patient = patient();
    var unused =
        api().as(ADMIN).book(request(doctor, patient, 0).setIdempotencyKey("reused").build());

    AppException refusal =
        refusal(
            () ->
                api()
                    .as(ADMIN)
                    .book(request(doctor, patient, 1).setIdempotencyKey("reused").build()));

    assertInstanceOf(Unprocessable.class, refusal);
    assertEquals("idempotency_key", refusal.place());
  }
}
