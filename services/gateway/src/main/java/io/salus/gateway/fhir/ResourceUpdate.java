package io.salus.gateway.fhir;

import io.salus.service.errors.AppException.Conflict;
import io.salus.service.errors.AppException.PreconditionFailed;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * {@code PUT /fhir/{type}/{id}}; 412 when If-Match names another version, or when there is one and
 * If-None-Match is {@code *}.
 */
@ApplicationScoped
class ResourceUpdate implements Interaction {
  private final FhirClient records;

  ResourceUpdate(FhirClient records) {
    this.records = records;
  }

  @Override
  public Future<FhirAnswer> answer(FhirRequest request) {
    SchedulingTypes.refuse(request.type());
    int ifMatch = EntityTag.ifMatch(request.header("If-Match"));
    String ifNoneMatch = request.header("If-None-Match");
    boolean onlyNew = ifNoneMatch != null && ifNoneMatch.trim().equals("*");
    return records
        .update(request, ifMatch, onlyNew)
        .map(stored -> FhirAnswer.written(request, stored))
        .recover(failure -> Future.failedFuture(stale(failure, ifMatch)));
  }

  /** HTTP calls a version that is not the demanded one a failed precondition. */
  static Throwable stale(Throwable failure, int ifMatch) {
    return ifMatch > 0 && failure instanceof Conflict conflict
        ? new PreconditionFailed(conflict.publicDetail(), conflict.place())
        : failure;
  }
}
