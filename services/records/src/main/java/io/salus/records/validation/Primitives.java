package io.salus.records.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.TimeSpan;
import io.salus.records.definition.TimeSpan.Precision;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The formats of R4's primitive types (https://hl7.org/fhir/R4/datatypes.html#primitive). Written
 * by hand, in linear time, because regular expressions over clients' text can take exponential
 * time.
 */
final class Primitives {
  /** Keeps what is calculated with a number small; no measurement needs more. */
  private static final int MOST_DIGITS = 400;

  private Primitives() {}

  /** What is wrong with the value, or null. */
  static @Nullable String problem(String type, JsonNode value) {
    return switch (type) {
      case "boolean" -> value.isBoolean() ? null : "The value must be true or false.";
      case "integer" -> integer(value, Integer.MIN_VALUE);
      case "unsignedInt" -> integer(value, 0);
      case "positiveInt" -> integer(value, 1);
      case "decimal" -> decimal(value);
      default -> {
        if (!value.isTextual()) {
          yield "The value must be a JSON string.";
        }
        String text = value.textValue();
        yield text.isEmpty() ? "A string must not be empty." : text(type, text);
      }
    };
  }

  private static @Nullable String text(String type, String text) {
    return switch (type) {
      case "string", "markdown" ->
          Texts.isString(text)
              ? null
              : "A string must have no control characters and at most 1,048,576 characters.";
      case "code" ->
          Texts.isCode(text)
              ? null
              : "A code must have single spaces inside and none at its start or end.";
      case "id" ->
          Texts.isId(text) ? null : "An id must be 1 to 64 letters, digits, hyphens or dots.";
      case "uri", "url", "canonical" ->
          Texts.isUri(text) ? null : "A URI must have no white space.";
      case "oid" -> Texts.isOid(text) ? null : "An OID must look like urn:oid:1.2.3.";
      case "uuid" ->
          Texts.isUuid(text)
              ? null
              : "A UUID must look like urn:uuid:c757873d-ec9a-4326-a141-556f43239520.";
      case "base64Binary" -> Texts.isBase64(text) ? null : "The value must be base64.";
      case "xhtml" -> Texts.isXhtml(text) ? null : "A narrative must be one XHTML div element.";
      case "time" -> Texts.isTime(text) ? null : "A time must look like 13:45:00, without a zone.";
      case "date" -> date(text);
      case "dateTime" -> dateTime(text);
      case "instant" -> instant(text);
      default -> throw new IllegalStateException("No format for " + type);
    };
  }

  private static @Nullable String date(String text) {
    TimeSpan span = TimeSpan.parse(text);
    return span != null && span.precision().compareTo(Precision.DAY) <= 0
        ? null
        : "A date must exist and look like 2024, 2024-03 or 2024-03-09.";
  }

  private static @Nullable String dateTime(String text) {
    TimeSpan span = TimeSpan.parse(text);
    boolean valid =
        span != null
            && (span.precision().compareTo(Precision.DAY) <= 0
                || (span.precision() == Precision.SECOND && span.zoned()));
    return valid
        ? null
        : "A dateTime must exist and look like 2024, 2024-03, 2024-03-09 or"
            + " 2024-03-09T13:45:00+01:00.";
  }

  private static @Nullable String instant(String text) {
    TimeSpan span = TimeSpan.parse(text);
    return span != null && span.precision() == Precision.SECOND && span.zoned()
        ? null
        : "An instant must exist and look like 2024-03-09T13:45:00.123+01:00.";
  }

  private static @Nullable String integer(JsonNode value, int least) {
    if (value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= least) {
      return null;
    }
    return switch (least) {
      case 0 -> "The value must be a whole number from 0 to 2,147,483,647.";
      case 1 -> "The value must be a whole number from 1 to 2,147,483,647.";
      default -> "The value must be a whole number of 32 bits.";
    };
  }

  private static @Nullable String decimal(JsonNode value) {
    if (!value.isNumber()) {
      return "The value must be a JSON number.";
    }
    boolean sensible;
    if (value.isBigDecimal()) {
      BigDecimal decimal = value.decimalValue();
      sensible = decimal.precision() <= MOST_DIGITS && Math.abs(decimal.scale()) <= MOST_DIGITS;
    } else if (value.isBigInteger()) {
      sensible = value.bigIntegerValue().bitLength() <= MOST_DIGITS * 3;
    } else {
      sensible = Double.isFinite(value.doubleValue());
    }
    return sensible ? null : "The number is too large or too precise.";
  }
}
