package io.salus.gateway.fhir;

import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code POST /fhir/{type}}, conditional with If-None-Exist. An Appointment is booked instead. */
@ApplicationScoped
class ResourceCreate implements Interaction {
  private final FhirClient records;
  private final AppointmentCreate appointments;

  ResourceCreate(FhirClient records, AppointmentCreate appointments) {
    this.records = records;
    this.appointments = appointments;
  }

  @Override
  public Future<FhirAnswer> answer(FhirRequest request) {
    if (request.type().equals("Appointment")) {
      return appointments.answer(request);
    }
    SchedulingTypes.refuse(request.type());
    String condition = request.header("If-None-Exist");
    return records
        .create(request, condition == null ? "" : condition)
        .map(stored -> FhirAnswer.written(request, stored));
  }
}
