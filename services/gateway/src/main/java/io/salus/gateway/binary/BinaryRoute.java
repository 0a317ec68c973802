package io.salus.gateway.binary;

import io.salus.gateway.door.PublicUrl;
import io.salus.gateway.door.StreamedBody;
import io.salus.service.errors.AppException;
import io.salus.service.errors.HttpErrors;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * {@code POST /fhir/Binary}, {@code PUT} and {@code GET /fhir/Binary/{id}} with content as it is. A
 * Binary in FHIR JSON is written as every resource is.
 */
@ApplicationScoped
class BinaryRoute {
  private static final int BEFORE_THE_OTHERS = -1;

  /** Some clients name XML first and take JSON just as well. */
  private static final Set<String> XML = Set.of("application/fhir+xml", "application/xml+fhir");

  private final PublicUrl url;
  private final BinaryClient records;

  BinaryRoute(PublicUrl url, BinaryClient records) {
    this.url = url;
    this.records = records;
  }

  void register(@Observes Router router) {
    router.route("/fhir/Binary").order(BEFORE_THE_OTHERS).handler(this::write);
    router.route("/fhir/Binary/:id").order(BEFORE_THE_OTHERS).handler(this::writeOrRead);
  }

  private void writeOrRead(RoutingContext http) {
    HttpMethod method = http.request().method();
    boolean aVersion = http.normalizedPath().indexOf('/', "/fhir/Binary/".length()) >= 0;
    boolean special = http.pathParam("id").startsWith("_") || http.pathParam("id").startsWith("$");
    if (!aVersion && !special && method.equals(HttpMethod.GET)) {
      answer(http, () -> read(http));
    } else {
      write(http);
    }
  }

  private void write(RoutingContext http) {
    if (!StreamedBody.isContent(http)) {
      http.next();
      return;
    }
    String id = http.pathParam("id");
    answer(
        http,
        () -> records.put(http, id == null ? "" : id, url.of(http.request()) + "/fhir/Binary/"));
  }

  private void read(RoutingContext http) {
    HttpServerRequest request = http.request();
    if (wantsResource(request)) {
      records.resource(http, http.pathParam("id"));
    } else {
      records.content(http, http.pathParam("id"), ByteRange.of(request.getHeader("Range")));
    }
  }

  /** A client that asks for FHIR gets FHIR; everybody else the content. */
  private static boolean wantsResource(HttpServerRequest request) {
    String format = request.getParam("_format");
    String accept = request.getHeader("Accept");
    String wanted = format != null ? format.replace(' ', '+') : accept == null ? "" : accept;
    String first = type(wanted.split(",", 2)[0]);
    return isFhir(first)
        || (XML.contains(first) && Arrays.stream(wanted.split(",")).anyMatch(r -> isFhir(type(r))))
        || (format != null && (first.equals("json") || first.equals("application/json")));
  }

  private static boolean isFhir(String type) {
    return type.equals("application/fhir+json") || type.equals("application/json+fhir");
  }

  private static String type(String range) {
    return range.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
  }

  private static void answer(RoutingContext http, Runnable work) {
    try {
      work.run();
    } catch (AppException e) {
      HttpErrors.end(http, e);
    }
  }
}
