package io.salus.records.operation;

import io.salus.service.errors.AppException.InvalidInput;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One call of an operation.
 *
 * @param type resource type; empty at the system level
 * @param id logical id; empty but at the instance level
 * @param query raw query string, percent-encoded
 * @param contentType of the body; empty when there is none
 * @param baseUrl absolute base of links, for example {@code http://127.0.0.1:8080/fhir}
 * @param respondAsync whether the caller prefers 202 and a place to ask later
 * @param strict whether the caller wants unknown parameters refused
 * @param accept the Accept header; empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // handed on and dropped; never compared
public record OperationCall(
    Level level,
    String type,
    String id,
    Method method,
    String query,
    String contentType,
    byte[] body,
    String baseUrl,
    boolean respondAsync,
    boolean strict,
    String accept) {
  private static final Pattern REFUSED = Pattern.compile(";\\s*q=0(\\.0*)?\\s*(;|$)");

  /** Whether it came by GET. */
  public boolean get() {
    return method == Method.GET;
  }

  /**
   * The parameters of query and body together. Throws {@link InvalidInput} when the body is neither
   * a form nor FHIR JSON.
   */
  public Parameters parameters() {
    return Parameters.of(this);
  }

  /**
   * The first of the offered media types that the caller takes; {@code _format} wins over Accept.
   * Empty when none of them will do.
   */
  public Optional<String> chosen(List<String> offered) {
    String format = Parameters.ofQuery(query).text("_format").orElse("").replace(' ', '+');
    if (!format.isEmpty()) {
      return offered.stream().filter(type -> fits(plain(format), type)).findFirst();
    }
    if (accept.isBlank()) {
      return offered.stream().findFirst();
    }
    for (String range : accept.split(",")) {
      if (REFUSED.matcher(range).find()) {
        continue;
      }
      for (String type : offered) {
        if (fits(plain(range), type)) {
          return Optional.of(type);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a media range, or a short name such as {@code csv}, means the type. */
  private static boolean fits(String range, String type) {
    if (range.equals("*/*") || range.equals(type)) {
      return true;
    }
    String subtype = type.substring(type.indexOf('/') + 1);
    if (range.indexOf('/') < 0) {
      return subtype.equals(range)
          || subtype.endsWith("+" + range)
          || subtype.endsWith("." + range)
          || subtype.endsWith("-" + range);
    }
    return range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1));
  }

  private static String plain(String value) {
    int end = value.indexOf(';');
    return (end < 0 ? value : value.substring(0, end)).trim().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "OperationCall[" + level + " " + method + " " + type + "]";
  }
}
