package io.salus.scheduling.booking;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.scheduling.mirror.FhirJson;
import io.salus.scheduling.mirror.MirrorBody;
import io.salus.scheduling.mirror.MirrorSource;
import io.salus.scheduling.mirror.MirrorType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * The time of a visit as FHIR Slot (hl7.org/fhir/R4/slot.html). Only slots that were booked once
 * are mirrored: free ones have no end, and are computed when somebody asks.
 */
@ApplicationScoped
class SlotMirror implements MirrorSource {
  private final AppointmentRepository repository;
  private final ObjectMapper json;

  SlotMirror(AppointmentRepository repository, ObjectMapper json) {
    this.repository = repository;
    this.json = json;
  }

  @Override
  public MirrorType type() {
    return MirrorType.SLOT;
  }

  @Override
  public Optional<MirrorBody> body(String tenant, UUID id) {
    return repository.ofSlot(tenant, id).map(this::render);
  }

  MirrorBody render(Visit visit) {
    FhirJson slot = FhirJson.of(json, MirrorType.SLOT, visit.slotId());
    slot.node().putObject("schedule").put("reference", "Schedule/" + visit.calendarId());
    slot.node()
        .put("status", visit.status() == VisitStatus.BOOKED ? "busy" : "free")
        .put("start", visit.start().toString())
        .put("end", visit.end().toString());
    return slot.body(visit.changedBy());
  }
}
