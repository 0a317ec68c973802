package io.salus.gateway.door;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.HttpErrors;
import io.salus.service.errors.HttpErrors.Rendered;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request its id, each response its safe headers, and the log one line: method, route,
 * status and time. Neither query strings nor ids nor bodies are logged: they are PHI.
 */
@ApplicationScoped
class RequestFilter {
  private static final Logger LOG = Logger.getLogger("io.salus.gateway.access");
  private static final int FIRST = 20_000;
  private static final int LONGEST = 64 << 10;
  private static final String STARTED = "salus.started";
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  void register(@Observes Filters filters) {
    filters.register(RequestFilter::begin, FIRST);
  }

  private static void begin(RoutingContext http) {
    if (http.get(STARTED) == null) {
      http.put(STARTED, System.nanoTime());
      String id = requestId(http.request().getHeader("X-Request-Id"));
      HttpServerResponse response = http.response();
      response
          .putHeader("X-Request-Id", id)
          .putHeader("X-Content-Type-Options", "nosniff")
          .putHeader("Referrer-Policy", "no-referrer")
          .putHeader("Cache-Control", "no-store");
      http.addEndHandler(ended -> log(http, id, ended.succeeded()));
      Rendered refusal = refusal(http.request());
      if (refusal != null) {
        HttpErrors.end(http, refusal);
        return;
      }
    }
    http.next();
  }

  /** The server's own limits, which lie higher, would be answered without a word. */
  private static @Nullable Rendered refusal(HttpServerRequest request) {
    if (request.uri().length() > LONGEST) {
      return HttpErrors.refusal(
          request.path(),
          414,
          "uri-too-long",
          "The address is longer than 64 KB; a search can be posted as a form.");
    }
    if (!WrittenAddress.isReadable(request.uri())) {
      return HttpErrors.render(
          request.path(),
          new InvalidInput(
              "The address is no URL: other than visible ASCII is percent-encoded UTF-8, and so is %"
                  + " itself."));
    }
    int headers = 0;
    for (Map.Entry<String, String> header : request.headers()) {
      headers += header.getKey().length() + header.getValue().length();
    }
    return headers > LONGEST
        ? HttpErrors.refusal(
            request.path(), 431, "headers-too-large", "The headers are larger than 64 KB.")
        : null;
  }

  private static void log(RoutingContext http, String id, boolean whole) {
    long started = http.get(STARTED);
    // Put together by hand: a format string took a tenth of a read.
    LOG.info(
        http.request().method().name()
            + ' '
            + RouteTemplate.of(http.request().path())
            + ' '
            + (whole ? http.response().getStatusCode() : "aborted")
            + ' '
            + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started)
            + " ms request "
            + id);
  }

  private static String requestId(@Nullable String given) {
    return given != null && REQUEST_ID.matcher(given).matches() ? given : newId();
  }

  /** Unique, which is all that is asked of it; nobody is kept out by not knowing it. */
  private static String newId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
