package io.salus.gateway.fhir;

import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code DELETE /fhir/{type}/{id}}: 204, also when there was nothing. */
@ApplicationScoped
class ResourceDelete implements Interaction {
  private final FhirClient records;

  ResourceDelete(FhirClient records) {
    this.records = records;
  }

  @Override
  public Future<FhirAnswer> answer(FhirRequest request) {
    SchedulingTypes.refuse(request.type());
    int ifMatch = EntityTag.ifMatch(request.header("If-Match"));
    return records
        .delete(request, ifMatch)
        .map(version -> FhirAnswer.deleted(request, version))
        .recover(failure -> Future.failedFuture(ResourceUpdate.stale(failure, ifMatch)));
  }
}
