package io.salus.gateway.events;

import io.salus.service.errors.AppException;
import io.salus.service.errors.HttpErrors;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /fhir/$events?criteria=Observation?…}: each change of a resource that matches as a
 * server-sent event, https://html.spec.whatwg.org/multipage/server-sent-events.html. A client that
 * comes again says in Last-Event-ID where it was, and misses nothing.
 */
@ApplicationScoped
class EventsRoute {
  /** Before the routes of /fhir, which know no operation of this kind. */
  private static final int FIRST = -1;

  /** A client waits so long before it comes again. */
  private static final String RETRY = "retry: 2000\n\n";

  private final EventsClient records;

  EventsRoute(EventsClient records) {
    this.records = records;
  }

  void register(@Observes Router router) {
    router.getWithRegex("/fhir/(?:\\$|%24)events").order(FIRST).handler(this::answer);
  }

  private void answer(RoutingContext http) {
    try {
      String last = http.request().getHeader("Last-Event-ID");
      records.watch(
          http,
          http.queryParam("criteria"),
          last == null ? "" : last.trim(),
          EventsRoute::begin,
          EventsRoute::problem);
    } catch (AppException e) {
      HttpErrors.end(http, e);
    }
  }

  private static void begin(HttpServerResponse response) {
    response
        .putHeader("Content-Type", "text/event-stream;charset=utf-8")
        .putHeader("X-Accel-Buffering", "no") // proxies that collect answers would hold events back
        .setChunked(true)
        .write(RETRY);
  }

  /**
   * One event. Without data a client notes the id and tells nobody, which is what keeps the
   * connection and the id fresh.
   *
   * @param data JSON without line breaks, or null
   */
  static Buffer event(String id, String name, @Nullable Buffer data) {
    Buffer event = Buffer.buffer().appendString("id: " + id + "\n");
    if (data != null) {
      event.appendString("event: " + name + "\ndata: ").appendBuffer(data).appendString("\n");
    }
    return event.appendString("\n");
  }

  private static Buffer problem(AppException failure) {
    return Buffer.buffer(
        "event: problem\ndata: " + HttpErrors.render("/fhir", failure).body() + "\n\n");
  }
}
