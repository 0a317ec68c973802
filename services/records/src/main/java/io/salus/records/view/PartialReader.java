package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Reads stored resources as far as a view looks at them, which costs a third of reading all: what
 * it does not look at is passed over without a look at its names and values. What is stored was
 * checked and printed by us, hence is valid JSON without spaces. For one thread.
 */
final class PartialReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Digits that always fit into an int. */
  private static final int SHORT = 9;

  private final FieldNames names;
  private final boolean deep;
  private byte[] json = new byte[0];
  private int at;

  PartialReader(Projection projection) {
    this.names = new FieldNames(projection);
    this.deep = projection.deep();
  }

  ObjectNode read(byte[] resource) {
    json = resource;
    at = 0;
    try {
      expect('{');
      return object(true, names.start());
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("a stored resource ends early", e);
    }
  }

  /** Behind its brace. */
  private ObjectNode object(boolean partly, FieldNames.Name holder) {
    var object = NODES.objectNode();
    if (json[at] == '}') {
      at++;
      return object;
    }
    var name = holder;
    do {
      expect('"');
      name = names.at(json, at, name);
      at += name.length() + 1;
      expect(':');
      if (partly && !name.kept()) {
        at = JsonBytes.endOfValue(json, at);
      } else {
        object.set(name.text(), value(name));
      }
    } while (json[at++] == ',');
    return object;
  }

  private ArrayNode array(FieldNames.Name holder) {
    var array = NODES.arrayNode();
    if (json[at] == ']') {
      at++;
      return array;
    }
    do {
      array.add(value(holder));
    } while (json[at++] == ',');
    return array;
  }

  private JsonNode value(FieldNames.Name holder) {
    switch (json[at]) {
      case '{' -> {
        at++;
        return object(deep, holder);
      }
      case '[' -> {
        at++;
        return array(holder);
      }
      default -> {
        int from = at;
        at = JsonBytes.endOfValue(json, at);
        return scalar(from, at);
      }
    }
  }

  private JsonNode scalar(int from, int to) {
    return switch (json[from]) {
      case '"' -> NODES.textNode(JsonBytes.text(json, from + 1, to - 1));
      case 't' -> NODES.booleanNode(true);
      case 'f' -> NODES.booleanNode(false);
      case 'n' -> NODES.nullNode();
      default -> number(new String(json, from, to - from, StandardCharsets.ISO_8859_1));
    };
  }

  private static JsonNode number(String digits) {
    if (digits.indexOf('.') >= 0 || digits.indexOf('E') >= 0 || digits.indexOf('e') >= 0) {
      return DecimalNode.valueOf(new BigDecimal(digits));
    }
    if (digits.length() <= SHORT) {
      return NODES.numberNode(Integer.parseInt(digits));
    }
    var whole = new BigInteger(digits);
    return whole.bitLength() < Integer.SIZE
        ? NODES.numberNode(whole.intValue())
        : whole.bitLength() < Long.SIZE
            ? NODES.numberNode(whole.longValue())
            : NODES.numberNode(whole);
  }

  private void expect(char wanted) {
    if (json[at++] != wanted) {
      throw new IllegalArgumentException("a stored resource is no JSON of ours");
    }
  }
}
