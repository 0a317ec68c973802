package io.salus.gateway.door;

import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.salus.service.body.ByteBudget;
import io.salus.service.errors.HttpErrors;
import io.salus.service.security.HttpAuthentication;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;

/**
 * Reads the body of every request that has one, within limits, before its route runs; but for what
 * is passed on while it comes ({@link StreamedBody}). Callers are known by then: nobody without a
 * token can use up memory. Over HTTP/2 the REST resources read for themselves: Quarkus REST pauses
 * the request first, which HTTP/2 refuses once it was read.
 */
@ApplicationScoped
class BodyFilter {
  private static final int AFTER_AUTHENTICATION = 9_000;
  private static final int LAST = 1;
  private static final Set<HttpMethod> WITH_BODY =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

  private final ByteBudget budget;
  private final DoorConfig config;

  BodyFilter(ByteBudget budget, DoorConfig config) {
    this.budget = budget;
    this.config = config;
  }

  void register(@Observes Filters filters) {
    filters.register(this::read, AFTER_AUTHENTICATION);
    filters.register(this::bound, LAST);
  }

  private void read(RoutingContext http) {
    HttpServerRequest request = http.request();
    if (HttpAuthentication.isGrpc(request)
        || !WITH_BODY.contains(request.method())
        || http.body().buffer() != null) {
      http.next();
      return;
    }
    boolean streamed = StreamedBody.is(http);
    boolean left = request.version() == HttpVersion.HTTP_2 && !isRoute(http.normalizedPath());
    String encoding = PackedBody.encoding(request);
    if (!encoding.isEmpty() && (streamed || left || !PackedBody.isGzip(encoding))) {
      HttpErrors.end(
          http,
          HttpErrors.refusal(
              http.normalizedPath(),
              415,
              "unsupported-content-encoding",
              "Bodies are plain, or FHIR in gzip."));
      return;
    }
    if (streamed) {
      http.next();
      return;
    }
    BodyReader body =
        new BodyReader(http, budget, limit(http.normalizedPath()), config.bodyTimeout());
    if (left) {
      body.leave();
    } else {
      body.start();
    }
  }

  /** What a resource reads by itself stays within its own limit, not only within the server's. */
  private void bound(RoutingContext http) {
    if (http.request().version() == HttpVersion.HTTP_2) {
      http.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, limit(http.normalizedPath()));
    }
    http.next();
  }

  /** Whether no REST resource answers there. */
  private static boolean isRoute(String path) {
    return isFhir(path) || path.startsWith("/v2/");
  }

  private static boolean isFhir(String path) {
    return path.equals("/fhir") || path.startsWith("/fhir/");
  }

  private long limit(String path) {
    if (isFhir(path)) {
      return config.maxBody().asLongValue();
    }
    boolean tensors = path.startsWith("/v2/models/");
    return (tensors ? config.maxTensors() : config.maxCommand()).asLongValue();
  }
}
