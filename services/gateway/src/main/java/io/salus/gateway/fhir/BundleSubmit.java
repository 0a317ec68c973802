package io.salus.gateway.fhir;

import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code POST /fhir}: a batch or a transaction. */
@ApplicationScoped
class BundleSubmit implements Interaction {
  private final FhirClient records;

  BundleSubmit(FhirClient records) {
    this.records = records;
  }

  @Override
  public Future<FhirAnswer> answer(FhirRequest request) {
    return records.submit(request).map(FhirAnswer::of);
  }
}
