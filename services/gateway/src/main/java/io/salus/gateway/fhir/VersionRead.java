package io.salus.gateway.fhir;

import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code GET /fhir/{type}/{id}/_history/{version}}. */
@ApplicationScoped
class VersionRead implements Interaction {
  private final FhirClient records;

  VersionRead(FhirClient records) {
    this.records = records;
  }

  @Override
  public Future<FhirAnswer> answer(FhirRequest request) {
    return records
        .readVersion(request)
        .map(
            found ->
                ResourceRead.isKnown(request, found)
                    ? new FhirAnswer(304, null, found.version(), found.lastUpdated(), null)
                    : FhirAnswer.of(found));
  }
}
