package io.salus.scheduling.calendar;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.scheduling.mirror.FhirJson;
import io.salus.scheduling.mirror.MirrorBody;
import io.salus.scheduling.mirror.MirrorSource;
import io.salus.scheduling.mirror.MirrorType;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** A calendar as FHIR Schedule (hl7.org/fhir/R4/schedule.html). */
@ApplicationScoped
class ScheduleMirror implements MirrorSource {
  private final CalendarRepository repository;
  private final TenantTransactions transactions;
  private final ObjectMapper json;

  ScheduleMirror(
      CalendarRepository repository, TenantTransactions transactions, ObjectMapper json) {
    this.repository = repository;
    this.transactions = transactions;
    this.json = json;
  }

  @Override
  public MirrorType type() {
    return MirrorType.SCHEDULE;
  }

  @Override
  public Optional<MirrorBody> body(String tenant, UUID id) {
    return transactions
        .call(tenant, () -> repository.findByIdOptional(id).map(CalendarEntity::toCalendar))
        .map(this::render);
  }

  MirrorBody render(Calendar calendar) {
    FhirJson schedule = FhirJson.of(json, MirrorType.SCHEDULE, calendar.id());
    schedule.node().put("active", true);
    schedule
        .node()
        .putArray("actor")
        .addObject()
        .put("reference", "Practitioner/" + calendar.practitioner());
    return schedule.body(calendar.changedBy());
  }
}
