package io.salus.gateway.fhir;

import io.vertx.core.Future;

/** What one FHIR interaction does. Runs on the event loop: it must not block. */
@FunctionalInterface
interface Interaction {
  /** The future fails with an AppException; one may be thrown, too. */
  Future<FhirAnswer> answer(FhirRequest request);
}
