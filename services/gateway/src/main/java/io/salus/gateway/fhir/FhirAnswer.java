package io.salus.gateway.fhir;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * An answer under /fhir.
 *
 * @param version version of the resource for ETag, or 0
 * @param lastUpdated when that version was made, or null
 * @param location address of that version, or null
 */
record FhirAnswer(
    int status,
    @Nullable Buffer body,
    int version,
    @Nullable Instant lastUpdated,
    @Nullable String location) {
  static final String CONTENT_TYPE = "application/fhir+json;charset=utf-8";

  static FhirAnswer of(Buffer body) {
    return new FhirAnswer(200, body, 0, null, null);
  }

  static FhirAnswer of(StoredResource resource) {
    return new FhirAnswer(200, resource.body(), resource.version(), resource.lastUpdated(), null);
  }

  /** The answer to a write: body as the client prefers. */
  static FhirAnswer written(FhirRequest request, StoredResource resource) {
    Buffer body =
        switch (request.prefer().body()) {
          case MINIMAL -> null;
          case REPRESENTATION -> resource.body();
          case OPERATION_OUTCOME -> said("Stored.");
        };
    return new FhirAnswer(
        resource.created() ? 201 : 200,
        body,
        resource.version(),
        resource.lastUpdated(),
        request.location(resource.id(), resource.version()));
  }

  /** The answer to a delete. */
  static FhirAnswer deleted(FhirRequest request, int version) {
    boolean outcome = request.prefer().body() == Prefer.Body.OPERATION_OUTCOME;
    return new FhirAnswer(
        outcome ? 200 : 204, outcome ? said("Deleted.") : null, version, null, null);
  }

  /** The same with a body that is easy to read for people. */
  FhirAnswer pretty() {
    return body == null
        ? this
        : new FhirAnswer(status, PrettyJson.of(body), version, lastUpdated, location);
  }

  void write(HttpServerResponse response) {
    response.setStatusCode(status);
    if (version > 0) {
      response.putHeader("ETag", EntityTag.of(version));
    }
    if (lastUpdated != null) {
      response.putHeader(
          "Last-Modified",
          DateTimeFormatter.RFC_1123_DATE_TIME.format(lastUpdated.atOffset(ZoneOffset.UTC)));
    }
    if (location != null) {
      response.putHeader("Location", location);
    }
    if (body == null) {
      response.end();
    } else {
      response.putHeader("Content-Type", CONTENT_TYPE).end(body);
    }
  }

  private static Buffer said(String text) {
    return Buffer.buffer(
        """
        {"resourceType":"OperationOutcome","issue":[{"severity":"information",\
        "code":"informational","diagnostics":"%s"}]}\
        """
            .formatted(text));
  }
}
