package io.salus.gateway.fhir;

import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code GET /fhir/{type}?…} and {@code POST /fhir/{type}/_search} with a form, or both. */
@ApplicationScoped
class TypeSearch implements Interaction {
  private final FhirClient records;

  TypeSearch(FhirClient records) {
    this.records = records;
  }

  @Override
  public Future<FhirAnswer> answer(FhirRequest request) {
    String form =
        request.address().kind() == FhirAddress.Kind.SEARCH
            ? Query.forwarded(request.body().toString())
            : "";
    return records.search(request, Query.join(request.query(), form)).map(FhirAnswer::of);
  }
}
