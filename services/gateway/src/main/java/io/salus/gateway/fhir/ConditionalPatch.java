package io.salus.gateway.fhir;

import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code PATCH /fhir/{type}?search}: patches the one match; 404 when none, 412 when several do. */
@ApplicationScoped
class ConditionalPatch implements Interaction {
  private final ResourcePatch patch;

  ConditionalPatch(ResourcePatch patch) {
    this.patch = patch;
  }

  @Override
  public Future<FhirAnswer> answer(FhirRequest request) {
    request.requireCondition();
    return patch.answer(request);
  }
}
