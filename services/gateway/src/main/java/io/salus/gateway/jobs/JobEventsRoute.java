package io.salus.gateway.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
 * {@code GET /jobs/{id}} with {@code Accept: text/event-stream}: each change of the job as a
 * server-sent event, https://html.spec.whatwg.org/multipage/server-sent-events.html.
 */
@ApplicationScoped
class JobEventsRoute {
  /** Proxies cut connections that are silent for a minute. */
  private static final long HEARTBEAT_MILLIS = 15_000;

  private final JobsClient jobs;
  private final ObjectMapper json;

  JobEventsRoute(JobsClient jobs, ObjectMapper json) {
    this.jobs = jobs;
    this.json = json;
  }

  void register(@Observes Router router) {
    router.get("/jobs/:id").handler(this::answer);
  }

  private void answer(RoutingContext http) {
    if (!wantsEvents(http.request().getHeader("Accept"))) {
      http.next();
      return;
    }
    try {
      jobs.watch(
          http,
          http.pathParam("id"),
          response -> begin(http, response),
          this::event,
          JobEventsRoute::problem);
    } catch (AppException e) {
      HttpErrors.end(http, e);
    }
  }

  private static void begin(RoutingContext http, HttpServerResponse response) {
    response.putHeader("Content-Type", "text/event-stream;charset=utf-8").setChunked(true);
    long heart =
        http.vertx().setPeriodic(HEARTBEAT_MILLIS, t -> response.write(": still here\n\n"));
    http.addEndHandler(ended -> http.vertx().cancelTimer(heart));
  }

  private Buffer event(JobView job) {
    try {
      return Buffer.buffer("data: " + json.writeValueAsString(job) + "\n\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Buffer problem(AppException failure) {
    return Buffer.buffer(
        "event: problem\ndata: " + HttpErrors.render("/jobs", failure).body() + "\n\n");
  }

  private static boolean wantsEvents(@Nullable String accept) {
    return accept != null && accept.contains("text/event-stream");
  }
}
