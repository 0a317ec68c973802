package io.salus.gateway.fhir;

import io.salus.service.errors.HttpErrors;
import io.salus.service.errors.HttpErrors.Rendered;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Salus speaks JSON: anything else is refused by 406 (asked for) or 415 (sent). */
final class Negotiation {
  private static final Set<String> JSON =
      Set.of("application/fhir+json", "application/json", "application/json+fhir", "text/json");
  private static final Set<String> WILD = Set.of("*/*", "application/*");
  private static final Set<String> LINES =
      Set.of("application/fhir+ndjson", "application/x-ndjson", "application/ndjson");
  private static final String JSON_PATCH = "application/json-patch+json";
  static final String FORM = "application/x-www-form-urlencoded";

  private Negotiation() {}

  /**
   * The refusal of a request that will not take JSON, or null. {@code _format} wins over Accept.
   */
  static @Nullable Rendered unacceptable(HttpServerRequest request) {
    String format = request.getParam("_format");
    String accept = format == null ? request.getHeader("Accept") : null;
    boolean fine;
    if (format != null) {
      String plain = mediaType(format.replace(' ', '+'));
      fine = plain.equals("json") || JSON.contains(plain);
    } else {
      fine = accept == null || accept.isBlank() || takesJson(accept);
    }
    return fine
        ? null
        : HttpErrors.refusal(
            request.path(), 406, "not-acceptable", "Only application/fhir+json is spoken here.");
  }

  /** The refusal of a call that takes XML or RDF alone, or null: operations answer more types. */
  static @Nullable Rendered notForOperations(HttpServerRequest request) {
    String format = request.getParam("_format");
    String accept = request.getHeader("Accept");
    String wanted = format != null ? format.replace(' ', '+') : accept == null ? "" : accept;
    boolean never =
        Arrays.stream(wanted.split(","))
            .map(Negotiation::mediaType)
            .allMatch(type -> type.matches("(.*[/+])?(xml|turtle|ttl|html)"));
    return never
        ? HttpErrors.refusal(
            request.path(), 406, "not-acceptable", "XML and RDF are not spoken here.")
        : null;
  }

  /** The refusal of parameters that are neither JSON nor a form, or null. */
  static @Nullable Rendered unsupportedParameters(HttpServerRequest request) {
    String contentType = request.getHeader("Content-Type");
    return contentType != null
            && (JSON.contains(mediaType(contentType))
                || LINES.contains(mediaType(contentType))
                || mediaType(contentType).equals(FORM))
            && utf8(contentType)
        ? null
        : HttpErrors.refusal(
            request.path(),
            415,
            "unsupported-media-type",
            "Parameters must be application/fhir+json in UTF-8, or " + FORM + ".");
  }

  /** The refusal of a body that is not JSON, or null. */
  static @Nullable Rendered unsupportedBody(HttpServerRequest request) {
    String contentType = request.getHeader("Content-Type");
    return contentType != null && JSON.contains(mediaType(contentType)) && utf8(contentType)
        ? null
        : HttpErrors.refusal(
            request.path(),
            415,
            "unsupported-media-type",
            "Bodies must be application/fhir+json in UTF-8.");
  }

  /** The refusal of a patch that is neither a JSON Patch nor Parameters, or null. */
  static @Nullable Rendered unsupportedPatch(HttpServerRequest request) {
    String contentType = request.getHeader("Content-Type");
    boolean fine =
        contentType != null
            && (mediaType(contentType).equals(JSON_PATCH) || JSON.contains(mediaType(contentType)))
            && utf8(contentType);
    return fine
        ? null
        : HttpErrors.refusal(
            request.path(),
            415,
            "unsupported-media-type",
            "A patch is " + JSON_PATCH + ", or Parameters as application/fhir+json.");
  }

  /** The refusal of a search whose parameters do not come as a form, or null. */
  static @Nullable Rendered unsupportedForm(HttpServerRequest request, boolean empty) {
    String contentType = request.getHeader("Content-Type");
    boolean form = contentType != null && mediaType(contentType).equals(FORM);
    return form || (contentType == null && empty)
        ? null
        : HttpErrors.refusal(
            request.path(), 415, "unsupported-media-type", "A search is posted as " + FORM + ".");
  }

  private static boolean takesJson(String accept) {
    return Arrays.stream(accept.split(","))
        .filter(range -> !range.replace(" ", "").matches(".*;q=0(\\.0*)?(;.*)?"))
        .map(Negotiation::mediaType)
        .anyMatch(type -> JSON.contains(type) || WILD.contains(type));
  }

  private static boolean utf8(String contentType) {
    String lower = contentType.toLowerCase(Locale.ROOT);
    return !lower.contains("charset=") || lower.matches(".*charset=\"?utf-?8\"?.*");
  }

  private static String mediaType(String value) {
    int end = value.indexOf(';');
    return (end < 0 ? value : value.substring(0, end)).trim().toLowerCase(Locale.ROOT);
  }
}
