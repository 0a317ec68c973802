package io.salus.scheduling;

import static io.salus.scheduling.SchedulingApi.patient;
import static io.salus.scheduling.SchedulingApi.refusal;
import static io.salus.scheduling.SchedulingApi.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.quarkus.test.junit.QuarkusTest;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FindSlotsIT extends SchedulingIT {

  @Test
  void offersWhatIsFreeAndNothingElse() {
    String doctor = api().practitioner(ADMIN);
    var first = api().book(ADMIN, doctor, patient(), 1);
    var second = api().book(ADMIN, doctor, patient(), 3);

    List<Instant> free = api().freeStarts(ADMIN, doctor, start(0), start(5));

    assertEquals(List.of(start(0), start(2), start(4)), free);
    assertFalse(first.getAppointment().getId().equals(second.getAppointment().getId()));
  }

  @Test
  void offersNothingOfThePast() {
    String doctor = api().practitioner(ADMIN);
    Instant now = Instant.now();

    List<Instant> free =
        api()
            .freeStarts(ADMIN, doctor, now.minus(Duration.ofDays(2)), now.plus(Duration.ofDays(1)));

    assertFalse(free.getFirst().isBefore(now.minusSeconds(1)));
  }

  @Test
  void doesNotOfferASlotThatALongerVisitReachesInto() {
    String doctor = api().practitioner(ADMIN);
    var unused = api().book(ADMIN, doctor, patient(), 0);
    var shorter =
        api()
            .as(ADMIN)
            .putAvailability(SchedulingApi.alwaysOpen(doctor).setSlotMinutes(20).build());

    List<Instant> free = api().freeStarts(ADMIN, doctor, start(0), start(2));

    assertEquals(List.of(start(0).plusSeconds(2400)), free);
    assertFalse(shorter.getScheduleId().isEmpty());
  }

  @Test
  void refusesASpanWithoutEndAndAnUnknownCalendar() {
    String doctor = api().practitioner(ADMIN);

    assertInstanceOf(
        InvalidInput.class,
        refusal(() -> api().freeStarts(ADMIN, doctor, start(0), start(63 * 48))));
    assertInstanceOf(
        NotFound.class, refusal(() -> api().freeStarts(ADMIN, "doc-none", start(0), start(5))));
  }
}
