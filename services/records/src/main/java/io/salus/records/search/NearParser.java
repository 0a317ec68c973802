package io.salus.records.search;

import io.salus.records.search.Criterion.Near;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.List;
import java.util.regex.Pattern;

/** Values of {@code near}: {@code latitude|longitude|distance|unit}. */
final class NearParser {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,6}(\\.\\d{1,12})?");

  /** Without a distance the standard leaves it to the server. */
  private static final double USUAL_KILOMETRES = 50;

  private NearParser() {}

  static Criterion criterion(Field field, List<String> anyOf) {
    return CriterionParser.anyOf(anyOf.stream().map(value -> near(field, value)).toList());
  }

  private static Near near(Field field, String value) {
    List<String> parts = QueryString.split(value, '|');
    if (parts.size() < 2 || parts.size() > 4) {
      throw invalid(field);
    }
    double latitude = number(field, parts.get(0));
    double longitude = number(field, parts.get(1));
    double distance =
        parts.size() > 2 && !parts.get(2).isEmpty()
            ? number(field, parts.get(2)) * kilometres(field, parts.size() > 3 ? parts.get(3) : "")
            : USUAL_KILOMETRES;
    if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180 || distance < 0) {
      throw invalid(field);
    }
    return new Near(field, latitude, longitude, distance);
  }

  private static double kilometres(Field field, String unit) {
    return switch (unit) {
      case "", "km" -> 1;
      case "m" -> 0.001;
      case "[mi_us]", "mi" -> 1.609347;
      case "[mi_i]" -> 1.609344;
      default -> throw invalid(field);
    };
  }

  private static double number(Field field, String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw invalid(field);
    }
    return Double.parseDouble(text);
  }

  private static InvalidInput invalid(Field field) {
    return new InvalidInput(
        "A place is `latitude|longitude|distance|unit`, in degrees and km, m or [mi_us].",
        field.code());
  }
}
