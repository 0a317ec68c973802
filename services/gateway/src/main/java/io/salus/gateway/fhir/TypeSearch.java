package io.salus.gateway.fhir;

import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * {@code GET /fhir/{type}?…} and {@code POST /fhir/{type}/_search} with a form, or both; {@code
 * GET} takes {@code _search}, too. The same for a compartment ({@code /fhir/Patient/1/Observation})
 * and for everything.
 */
@ApplicationScoped
class TypeSearch implements Interaction {
  private final FhirClient records;

  TypeSearch(FhirClient records) {
    this.records = records;
  }

  @Override
  public Future<FhirAnswer> answer(FhirRequest request) {
    String form =
        request.address().kind().isForm() ? Query.forwarded(request.body().toString()) : "";
    return records.search(request, Query.join(request.query(), form)).map(FhirAnswer::of);
  }
}
