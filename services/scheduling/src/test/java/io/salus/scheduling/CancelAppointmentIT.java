package io.salus.scheduling;

import static io.salus.scheduling.SchedulingApi.patient;
import static io.salus.scheduling.SchedulingApi.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.scheduling.v1.Appointment;
import io.salus.proto.scheduling.v1.CancelAppointmentRequest;
import io.salus.proto.scheduling.v1.GetAppointmentRequest;
import io.salus.service.errors.AppException.NotFound;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CancelAppointmentIT extends SchedulingIT {

  @Test
  void freesTheTimeAndMayBeRepeated() {
    String doctor = api().practitioner(ADMIN);
    String patient = patient();
    String id = api().book(ADMIN, doctor, patient, 0).getAppointment().getId();

    assertEquals("cancelled", cancel(ADMIN, id).getStatus());
    assertEquals("cancelled", cancel(ADMIN, id).getStatus());

    assertEquals(
        "cancelled",
        api()
            .as(ADMIN)
            .getAppointment(GetAppointmentRequest.newBuilder().setId(id).build())
            .getAppointment()
            .getStatus());
    assertNotEquals(id, api().book(ADMIN, doctor, patient, 0).getAppointment().getId());
  }

  @Test
  void tellsTheRecordsThatTheTimeIsFree() {
    String doctor = api().practitioner(ADMIN);
    String id = api().book(ADMIN, doctor, patient(), 0).getAppointment().getId();

    var cancelled = cancel(ADMIN, id);

    var mirrored = records().require("Appointment", cancelled.getId());
    assertEquals("cancelled", mirrored.path("status").asText());
    String slot = mirrored.at("/slot/0/reference").asText();
    assertEquals("free", records().require("Slot", slot.substring(5)).path("status").asText());
  }

  @Test
  void doesNotKnowWhatWasNeverBooked() {
    assertInstanceOf(NotFound.class, refusal(() -> cancel(ADMIN, "no-uuid")));
    assertInstanceOf(
        NotFound.class, refusal(() -> cancel(ADMIN, "00000000-0000-7000-8000-000000000000")));
  }

  private Appointment cancel(String token, String id) {
    return api()
        .as(token)
        .cancelAppointment(CancelAppointmentRequest.newBuilder().setId(id).build())
        .getAppointment();
  }
}
