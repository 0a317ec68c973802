package io.salus.gateway.fhir;

import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code PUT /fhir/{type}?search}: updates the one match or creates; 412 when several match. */
@ApplicationScoped
class ConditionalUpdate implements Interaction {
  private final ResourceUpdate update;

  ConditionalUpdate(ResourceUpdate update) {
    this.update = update;
  }

  @Override
  public Future<FhirAnswer> answer(FhirRequest request) {
    request.requireCondition();
    return update.answer(request);
  }
}
