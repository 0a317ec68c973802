package io.salus.gateway.fhir;

import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code GET /fhir/metadata}; needs no token. */
@ApplicationScoped
class Capabilities implements Interaction {
  private final FhirClient records;

  Capabilities(FhirClient records) {
    this.records = records;
  }

  @Override
  public Future<FhirAnswer> answer(FhirRequest request) {
    return records.capabilities(request).map(FhirAnswer::of);
  }
}
