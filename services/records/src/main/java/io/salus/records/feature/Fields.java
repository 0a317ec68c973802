package io.salus.records.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.service.errors.AppException.InvalidInput;
import java.time.DateTimeException;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One object of a definition; every mistake is refused with its place, a field that nobody knows
 * too.
 */
record Fields(JsonNode json, String place) {
  Fields {
    if (!json.isObject()) {
      throw new InvalidInput("An object is needed here.", place);
    }
  }

  /** Refuses other fields than these, so that a misspelt one is not silently without effect. */
  Fields only(Set<String> known) {
    for (var names = json.fieldNames(); names.hasNext(); ) {
      var name = names.next();
      if (!known.contains(name)) {
        throw new InvalidInput("There is no such field.", at(name));
      }
    }
    return this;
  }

  String text(String name) {
    return optionalText(name)
        .orElseThrow(() -> new InvalidInput("A text is needed here.", at(name)));
  }

  Optional<String> optionalText(String name) {
    return value(name)
        .map(
            value -> {
              if (!value.isTextual() || value.textValue().isBlank()) {
                throw new InvalidInput("A text is needed here.", at(name));
              }
              return value.textValue();
            });
  }

  @Nullable Double number(String name) {
    var value = json.get(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw new InvalidInput("A number is needed here.", at(name));
    }
    return value.doubleValue();
  }

  boolean truth(String name) {
    return value(name)
        .map(
            value -> {
              if (!value.isBoolean()) {
                throw new InvalidInput("true or false is needed here.", at(name));
              }
              return value.booleanValue();
            })
        .orElse(false);
  }

  /** A positive ISO 8601 period such as P2Y or P30D; null when there is none. */
  @Nullable Period period(String name) {
    var text = optionalText(name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      var period = Period.parse(text.get());
      if (!period.isNegative() && !period.isZero()) {
        return period;
      }
    } catch (DateTimeException e) {
      // Told below, as for one that is not positive.
    }
    throw new InvalidInput("A period such as P2Y, P6M or P30D is needed here.", at(name));
  }

  Optional<Fields> object(String name) {
    return value(name).map(value -> new Fields(value, at(name)));
  }

  Fields required(String name) {
    return object(name).orElseThrow(() -> new InvalidInput("An object is needed here.", at(name)));
  }

  List<Fields> list(String name) {
    var result = new ArrayList<Fields>();
    for (var element : array(name)) {
      result.add(new Fields(element, at(name) + "[" + result.size() + "]"));
    }
    return result;
  }

  /** A list of texts. */
  List<String> texts(String name) {
    var result = new ArrayList<String>();
    for (var element : array(name)) {
      if (!element.isTextual()) {
        throw new InvalidInput("A list of texts is needed here.", at(name));
      }
      result.add(element.textValue());
    }
    return result;
  }

  /** Names and values of an object, in order. */
  List<Map.Entry<String, JsonNode>> entries() {
    return List.copyOf(json.properties());
  }

  String at(String name) {
    return place.isEmpty() ? name : place + "." + name;
  }

  private Iterable<JsonNode> array(String name) {
    var value = value(name);
    if (value.isPresent() && !value.get().isArray()) {
      throw new InvalidInput("A list is needed here.", at(name));
    }
    return value.<Iterable<JsonNode>>map(list -> list).orElse(List.of());
  }

  private Optional<JsonNode> value(String name) {
    return Optional.ofNullable(json.get(name));
  }
}
