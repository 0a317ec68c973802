package io.salus.scheduling.booking;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.scheduling.mirror.FhirJson;
import io.salus.scheduling.mirror.MirrorBody;
import io.salus.scheduling.mirror.MirrorSource;
import io.salus.scheduling.mirror.MirrorType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** A visit as FHIR Appointment (hl7.org/fhir/R4/appointment.html). */
@ApplicationScoped
class AppointmentMirror implements MirrorSource {
  private final AppointmentRepository repository;
  private final ObjectMapper json;

  AppointmentMirror(AppointmentRepository repository, ObjectMapper json) {
    this.repository = repository;
    this.json = json;
  }

  @Override
  public MirrorType type() {
    return MirrorType.APPOINTMENT;
  }

  @Override
  public Optional<MirrorBody> body(String tenant, UUID id) {
    return repository.ofTenant(tenant, id).map(this::render);
  }

  MirrorBody render(Visit visit) {
    FhirJson appointment = FhirJson.of(json, MirrorType.APPOINTMENT, visit.id());
    ObjectNode node = appointment.node();
    node.put("status", visit.status().code());
    node.putArray("serviceType").addObject().put("text", "Video visit");
    if (!visit.reason().isBlank()) {
      node.putArray("reasonCode").addObject().put("text", visit.reason().strip());
    }
    node.put("start", visit.start().toString())
        .put("end", visit.end().toString())
        .put("minutesDuration", Duration.between(visit.start(), visit.end()).toMinutes());
    node.putArray("slot").addObject().put("reference", "Slot/" + visit.slotId());
    node.put("created", visit.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());
    ArrayNode participants = node.putArray("participant");
    participant(participants, "Practitioner/" + visit.practitioner());
    participant(participants, "Patient/" + visit.patient());
    return appointment.body(visit.changedBy());
  }

  private static void participant(ArrayNode participants, String reference) {
    ObjectNode participant = participants.addObject();
    participant.putObject("actor").put("reference", reference);
    participant.put("required", "required").put("status", "accepted");
  }
}
