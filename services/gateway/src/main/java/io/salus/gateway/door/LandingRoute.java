package io.salus.gateway.door;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code /} says what this is; {@code /openapi} is the document of the REST routes, as JSON. */
@ApplicationScoped
class LandingRoute {
  private final Buffer page = Buffer.buffer(read());

  void register(@Observes Router router) {
    router.get("/").handler(this::answer);
    router.get("/openapi").handler(http -> http.reroute("/openapi.json"));
  }

  private void answer(RoutingContext http) {
    http.response()
        .putHeader("Content-Type", ReportPage.CONTENT_TYPE)
        .putHeader("Content-Security-Policy", ReportPage.POLICY)
        .end(page);
  }

  private static byte[] read() {
    try (InputStream page = LandingRoute.class.getResourceAsStream("/landing.html")) {
      if (page == null) {
        throw new IllegalStateException("landing.html is missing");
      }
      return page.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
