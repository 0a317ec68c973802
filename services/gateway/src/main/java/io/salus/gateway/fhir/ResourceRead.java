package io.salus.gateway.fhir;

import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code GET /fhir/{type}/{id}}; 304 when the client has this version. */
@ApplicationScoped
class ResourceRead implements Interaction {
  private final FhirClient records;

  ResourceRead(FhirClient records) {
    this.records = records;
  }

  @Override
  public Future<FhirAnswer> answer(FhirRequest request) {
    return records
        .read(request, request.id())
        .map(
            found ->
                isKnown(request, found)
                    ? new FhirAnswer(304, null, found.version(), found.lastUpdated(), null)
                    : FhirAnswer.of(found));
  }

  /** If-None-Match wins over If-Modified-Since, RFC 9110. */
  static boolean isKnown(FhirRequest request, StoredResource found) {
    String tag = request.header("If-None-Match");
    return tag == null
        ? EntityTag.unmodified(request.header("If-Modified-Since"), found.lastUpdated())
        : EntityTag.known(tag, found.version());
  }
}
