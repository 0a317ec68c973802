package io.salus.gateway.fhir;

import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code DELETE /fhir/{type}?search}: deletes the one match; 412 when several match. */
@ApplicationScoped
class ConditionalDelete implements Interaction {
  private final ResourceDelete delete;

  ConditionalDelete(ResourceDelete delete) {
    this.delete = delete;
  }

  @Override
  public Future<FhirAnswer> answer(FhirRequest request) {
    request.requireCondition();
    return delete.answer(request);
  }
}
