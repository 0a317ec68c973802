package io.salus.gateway.fhir;

import io.salus.service.errors.AppException.NotFound;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a path under /fhir names, by syntax alone; which resource types there are is for the records
 * to say.
 *
 * @param type resource type, or empty; {@code *} for all of a compartment
 * @param id logical id, or empty; of a search of a compartment, that compartment: {@code Patient/1}
 * @param version version id, or 0
 * @param operation name of an operation without {@code $}, or empty
 */
record FhirAddress(Kind kind, String type, String id, int version, String operation) {
  enum Kind {
    SYSTEM,
    SYSTEM_SEARCH,
    METADATA,
    TYPE,
    SEARCH,
    COMPARTMENT,
    COMPARTMENT_SEARCH,
    INSTANCE,
    HISTORY,
    VERSION,
    OPERATION;

    /** Whether it can be searched with a form. */
    boolean isForm() {
      return this == SEARCH || this == SYSTEM_SEARCH || this == COMPARTMENT_SEARCH;
    }
  }

  private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{1,63}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final Pattern OPERATION =
      Pattern.compile("(?:\\$|%24)([A-Za-z][A-Za-z0-9-]{0,63})");
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

  /** Throws {@link NotFound} for a path that can name nothing. */
  static FhirAddress parse(String path) {
    String rest = path.substring("/fhir".length());
    if (rest.isEmpty() || rest.equals("/")) {
      return new FhirAddress(Kind.SYSTEM, "", "", 0, "");
    }
    String[] parts = rest.substring(1).split("/", -1);
    if (parts.length == 1 && parts[0].equals("metadata")) {
      return new FhirAddress(Kind.METADATA, "", "", 0, "");
    }
    if (parts.length == 1 && parts[0].equals("_search")) {
      return new FhirAddress(Kind.SYSTEM_SEARCH, "", "", 0, "");
    }
    if (parts.length == 1 && parts[0].equals("_history")) {
      return new FhirAddress(Kind.HISTORY, "", "", 0, "");
    }
    Matcher operation = OPERATION.matcher(parts[parts.length - 1]);
    if (operation.matches()) {
      return operation(parts, operation.group(1));
    }
    if (!TYPE.matcher(parts[0]).matches()) {
      throw nothing();
    }
    if (parts.length == 1) {
      return new FhirAddress(Kind.TYPE, parts[0], "", 0, "");
    }
    if (parts.length == 2 && parts[1].equals("_history")) {
      return new FhirAddress(Kind.HISTORY, parts[0], "", 0, "");
    }
    if (parts.length == 2 && parts[1].equals("_search")) {
      return new FhirAddress(Kind.SEARCH, parts[0], "", 0, "");
    }
    if (!ID.matcher(parts[1]).matches()) {
      throw nothing();
    }
    if (parts.length == 2) {
      return new FhirAddress(Kind.INSTANCE, parts[0], parts[1], 0, "");
    }
    if (!parts[2].equals("_history")) {
      return compartment(parts);
    }
    if (parts.length == 3) {
      return new FhirAddress(Kind.HISTORY, parts[0], parts[1], 0, "");
    }
    if (parts.length == 4 && VERSION.matcher(parts[3]).matches()) {
      return new FhirAddress(Kind.VERSION, parts[0], parts[1], Integer.parseInt(parts[3]), "");
    }
    throw nothing();
  }

  /** What is in the compartment of a resource: a type, or {@code *}. */
  private static FhirAddress compartment(String[] parts) {
    boolean form = parts.length == 4 && parts[3].equals("_search");
    boolean type = parts[2].equals("*") || TYPE.matcher(parts[2]).matches();
    if (!type || !(parts.length == 3 || form)) {
      throw nothing();
    }
    return new FhirAddress(
        form ? Kind.COMPARTMENT_SEARCH : Kind.COMPARTMENT,
        parts[2],
        parts[0] + "/" + parts[1],
        0,
        "");
  }

  /** An operation on the system, a type or an instance. */
  private static FhirAddress operation(String[] parts, String name) {
    boolean fits =
        parts.length <= 3
            && (parts.length < 2 || TYPE.matcher(parts[0]).matches())
            && (parts.length < 3 || ID.matcher(parts[1]).matches());
    if (!fits) {
      throw nothing();
    }
    return new FhirAddress(
        Kind.OPERATION,
        parts.length < 2 ? "" : parts[0],
        parts.length < 3 ? "" : parts[1],
        0,
        name);
  }

  private static NotFound nothing() {
    return new NotFound("There is no FHIR interaction at this address.");
  }
}
