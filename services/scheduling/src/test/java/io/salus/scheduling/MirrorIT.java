package io.salus.scheduling;

import static io.salus.scheduling.SchedulingApi.patient;
import static io.salus.scheduling.SchedulingApi.request;
import static io.salus.scheduling.SchedulingApi.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.scheduling.v1.CancelAppointmentRequest;
import io.salus.scheduling.FakeRecords.Put;
import io.salus.service.security.Caller;
import io.salus.service.security.TokenVerifier;
import jakarta.inject.Inject;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MirrorIT extends SchedulingIT {
  @Inject TokenVerifier verifier;

  @Test
  void showsTheVisitInTheRecordsWhenTheBookingAnswers() {
    String doctor = api().practitioner(ADMIN);
    String patient = patient();

    String id =
        api()
            .as(ADMIN)
            .book(request(doctor, patient, 0).setReason("Cough").build())
            .getAppointment()
            .getId();

    JsonNode visit = records().require("Appointment", id);
    assertEquals("booked", visit.path("status").asText());
    assertEquals(start(0).toString(), visit.path("start").asText());
    assertEquals(start(1).toString(), visit.path("end").asText());
    assertEquals("Cough", visit.at("/reasonCode/0/text").asText());
    assertEquals("Practitioner/" + doctor, visit.at("/participant/0/actor/reference").asText());
    assertEquals("Patient/" + patient, visit.at("/participant/1/actor/reference").asText());
    assertEquals("accepted", visit.at("/participant/1/status").asText());
    JsonNode slot = records().require("Slot", visit.at("/slot/0/reference").asText().substring(5));
    assertEquals("busy", slot.path("status").asText());
    String schedule = slot.at("/schedule/reference").asText().substring(9);
    assertEquals(
        "Practitioner/" + doctor,
        records().require("Schedule", schedule).at("/actor/0/reference").asText());
  }

  @Test
  void actsForTheCallerWithRightsForOneTypeOnly() {
    String id = api().book(ADMIN, api().practitioner(ADMIN), patient(), 0).getAppointment().getId();

    Put put = records().puts.stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
    Caller actor = verifier.verifyHeader(put.token());
    assertTrue(actor.isService("scheduling"));
    assertEquals("tester", actor.subject());
    assertEquals("north", actor.tenant());
    assertEquals(Set.of("system/Appointment.cu"), actor.scopes());
  }

  @Test
  void deliversLaterWhatTheRecordsMissed() throws Exception {
    String doctor = api().practitioner(ADMIN);
    String id = api().book(ADMIN, doctor, patient(), 0).getAppointment().getId();
    recordsGoAway();
    var cancelled =
        api().as(ADMIN).cancelAppointment(CancelAppointmentRequest.newBuilder().setId(id).build());

    recordsComeBack();

    records()
        .await(
            put ->
                put.id().equals(cancelled.getAppointment().getId())
                    && put.resource().path("status").asText().equals("cancelled"));
    records()
        .await(
            put ->
                put.type().equals("Slot") && put.resource().path("status").asText().equals("free"));
  }

  @Test
  void givesUpWhatTheRecordsRefuseUntilItChangesAgain() throws Exception {
    records().refusedTypes.add("Appointment");
    String id = api().book(ADMIN, api().practitioner(ADMIN), patient(), 0).getAppointment().getId();
    String dead =
        "select count(*) from mirror_task where id = '"
            + id
            + "' and dead_at is not null and last_code = 'unprocessable' and refusals = 2";
    long end = System.nanoTime() + 20_000_000_000L;
    while (number("north", dead) == 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertEquals(1, number("north", dead));
    records().refusedTypes.clear();

    var unused =
        api().as(ADMIN).cancelAppointment(CancelAppointmentRequest.newBuilder().setId(id).build());

    assertEquals("cancelled", records().require("Appointment", id).path("status").asText());
    assertEquals(0, number("north", "select count(*) from mirror_task where id = '" + id + "'"));
  }
}
