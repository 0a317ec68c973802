package io.salus.gateway.door;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Bodies that are not read here but passed on while they come: the content of a Binary, NDJSON for
 * {@code $import}, and tables to train on.
 */
public final class StreamedBody {
  private static final Pattern BINARY = Pattern.compile("/fhir/Binary(/[A-Za-z0-9.-]{1,64})?");
  private static final String TABLE = "/models/tables";
  private static final String IMPORT = "/fhir/$import";

  private StreamedBody() {}

  /** Whether the body is such a one. */
  public static boolean is(RoutingContext http) {
    return isContent(http) || isImport(http) || isTable(http);
  }

  /** NDJSON for {@code $import}. */
  public static boolean isImport(RoutingContext http) {
    return http.request().method().equals(HttpMethod.POST)
        && http.normalizedPath().equals(IMPORT)
        && type(http.request()).endsWith("ndjson");
  }

  /** A table to train on. */
  public static boolean isTable(RoutingContext http) {
    return http.request().method().equals(HttpMethod.POST) && http.normalizedPath().equals(TABLE);
  }

  /** Content of a Binary. One in FHIR JSON has none: it is read like every resource. */
  public static boolean isContent(RoutingContext http) {
    HttpServerRequest request = http.request();
    return (request.method().equals(HttpMethod.POST) || request.method().equals(HttpMethod.PUT))
        && BINARY.matcher(http.normalizedPath()).matches()
        && !isFhir(type(request));
  }

  private static String type(HttpServerRequest request) {
    String type = request.getHeader("Content-Type");
    return type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
  }

  private static boolean isFhir(String type) {
    return switch (type) {
      case "application/fhir+json", "application/json+fhir", "application/fhir+xml" -> true;
      default -> false;
    };
  }
}
