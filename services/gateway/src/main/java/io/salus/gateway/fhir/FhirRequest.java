package io.salus.gateway.fhir;

import io.salus.service.errors.AppException.InvalidInput;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * One request under /fhir.
 *
 * @param base absolute base of links, for example {@code http://127.0.0.1:8080/fhir}
 */
record FhirRequest(RoutingContext http, FhirAddress address, Prefer prefer, String base) {

  String type() {
    return address.type();
  }

  String id() {
    return address.id();
  }

  Buffer body() {
    Buffer body = http.body().buffer();
    return body == null ? Buffer.buffer() : body;
  }

  /** The query string for the records, raw. */
  String query() {
    return Query.forwarded(http.request().query());
  }

  /** The search of a conditional interaction; empty when the address has an id. */
  String condition() {
    return id().isEmpty() ? query() : "";
  }

  /** Throws {@link InvalidInput} when there is no search to say which resource is meant. */
  void requireCondition() {
    if (condition().isEmpty()) {
      throw new InvalidInput("This needs an id, or a search that finds one resource.");
    }
  }

  @Nullable String header(String name) {
    return http.request().getHeader(name);
  }

  /** Address of a version of a resource. */
  String location(String id, int version) {
    return base + "/" + type() + "/" + id + "/_history/" + version;
  }
}
