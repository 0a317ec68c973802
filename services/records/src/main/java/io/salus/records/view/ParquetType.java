package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.jerolba.carpet.model.FieldType;
import com.jerolba.carpet.model.FieldTypes;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column in Parquet, by the FHIR type that the view says. Dates and times stay text:
 * FHIR leaves their precision open. What is no plain value is its JSON.
 */
enum ParquetType {
  BOOLEAN,
  INTEGER,
  LONG,
  DOUBLE,
  TEXT;

  static ParquetType of(@Nullable String fhirType) {
    return switch (fhirType) {
      case null -> TEXT;
      case String type -> named(type.substring(type.lastIndexOf('/') + 1));
    };
  }

  private static ParquetType named(String type) {
    return switch (type) {
      case "boolean" -> BOOLEAN;
      case "integer", "positiveInt", "unsignedInt" -> INTEGER;
      case "integer64" -> LONG;
      case "decimal" -> DOUBLE;
      default -> TEXT;
    };
  }

  FieldType fieldType() {
    return switch (this) {
      case BOOLEAN -> FieldTypes.BOOLEAN;
      case INTEGER -> FieldTypes.INTEGER;
      case LONG -> FieldTypes.LONG;
      case DOUBLE -> FieldTypes.DOUBLE;
      case TEXT -> FieldTypes.STRING;
    };
  }

  /**
   * @throws ViewException when the value is not of the type that the column says
   */
  @Nullable Object value(@Nullable JsonNode value, Column column) {
    if (value == null || value.isNull()) {
      return null;
    }
    boolean fits =
        switch (this) {
          case BOOLEAN -> value.isBoolean();
          case INTEGER -> value.canConvertToInt() && value.isIntegralNumber();
          case LONG -> value.canConvertToLong() && value.isIntegralNumber();
          case DOUBLE -> value.isNumber();
          case TEXT -> true;
        };
    if (!fits) {
      throw new ViewException(column.name(), "a value is no " + column.type());
    }
    return switch (this) {
      case BOOLEAN -> value.booleanValue();
      case INTEGER -> value.intValue();
      case LONG -> value.longValue();
      case DOUBLE -> value.doubleValue();
      case TEXT -> value.isValueNode() ? value.asText() : value.toString();
    };
  }
}
