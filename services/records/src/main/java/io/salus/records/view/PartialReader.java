package io.salus.records.view;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads stored resources as far as a view looks at them, which costs less than half of reading all.
 * For one thread.
 */
final class PartialReader {
  private static final JsonFactory JSON = new JsonFactory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Projection projection;
  private final Map<String, Boolean> kept = new HashMap<>();

  PartialReader(Projection projection) {
    this.projection = projection;
  }

  ObjectNode read(byte[] json) {
    try (JsonParser parser = JSON.createParser(json)) {
      var resource = NODES.objectNode();
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("a stored resource is an object");
      }
      for (var field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        var token = parser.nextToken();
        if (kept.computeIfAbsent(field, projection::keeps)) {
          resource.set(field, value(parser, token));
        } else {
          parser.skipChildren();
        }
      }
      return resource;
    } catch (IOException e) {
      throw new UncheckedIOException("a stored resource is no JSON", e);
    }
  }

  private static JsonNode value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case START_OBJECT -> {
        var object = NODES.objectNode();
        for (var field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
          object.set(field, value(parser, parser.nextToken()));
        }
        yield object;
      }
      case START_ARRAY -> {
        var array = NODES.arrayNode();
        for (var next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          array.add(value(parser, next));
        }
        yield array;
      }
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(parser.getDecimalValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IOException("no value where one must be");
    };
  }

  private static JsonNode integer(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }
}
