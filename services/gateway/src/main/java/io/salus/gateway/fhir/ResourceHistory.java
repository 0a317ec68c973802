package io.salus.gateway.fhir;

import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code GET /fhir/{type}/{id}/_history}. */
@ApplicationScoped
class ResourceHistory implements Interaction {
  private final FhirClient records;

  ResourceHistory(FhirClient records) {
    this.records = records;
  }

  @Override
  public Future<FhirAnswer> answer(FhirRequest request) {
    return records.history(request).map(FhirAnswer::of);
  }
}
