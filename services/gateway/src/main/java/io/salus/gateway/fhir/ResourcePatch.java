package io.salus.gateway.fhir;

import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * {@code PATCH /fhir/{type}/{id}} with a JSON Patch or a FHIRPath Patch; 422 when it does not fit
 * the resource.
 */
@ApplicationScoped
class ResourcePatch implements Interaction {
  private final FhirClient records;

  ResourcePatch(FhirClient records) {
    this.records = records;
  }

  @Override
  public Future<FhirAnswer> answer(FhirRequest request) {
    SchedulingTypes.refuse(request.type());
    int ifMatch = EntityTag.ifMatch(request.header("If-Match"));
    return records
        .patch(request, ifMatch)
        .map(stored -> FhirAnswer.written(request, stored))
        .recover(failure -> Future.failedFuture(ResourceUpdate.stale(failure, ifMatch)));
  }
}
