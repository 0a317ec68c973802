package io.salus.learning.fit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads hyperparameters one after the other; what nobody asked for is refused at the end. */
final class SettingsReader {
  private final JsonNode json;
  private final Set<String> known = new LinkedHashSet<>();

  SettingsReader(JsonNode json) {
    if (!json.isObject()) {
      throw new SettingsException("", "Hyperparameters are a JSON object.");
    }
    this.json = json;
  }

  double number(String name, double standard, double low, double high) {
    known.add(name);
    JsonNode value = json.get(name);
    if (value == null) {
      return standard;
    }
    double number = value.asDouble();
    if (!value.isNumber() || !(number >= low && number <= high)) {
      throw new SettingsException(
          name, name + " is a number from " + written(low) + " to " + written(high) + ".");
    }
    return number;
  }

  int whole(String name, int standard, int low, int high) {
    double number = number(name, standard, low, high);
    if (number != Math.rint(number)) {
      throw new SettingsException(name, name + " is a whole number.");
    }
    return (int) number;
  }

  /** One that has no standard. */
  int needed(String name, int low, int high) {
    if (!json.has(name)) {
      throw new SettingsException(
          name, name + " is needed: a whole number from " + low + " to " + high + ".");
    }
    return whole(name, low, low, high);
  }

  /** How much more or less rows with the outcome weigh. */
  double weight() {
    return number("positive_weight", 1, 1e-3, 1e4);
  }

  boolean truth(String name, boolean standard) {
    known.add(name);
    JsonNode value = json.get(name);
    if (value != null && !value.isBoolean()) {
      throw new SettingsException(name, name + " is true or false.");
    }
    return value == null ? standard : value.booleanValue();
  }

  String oneOf(String name, List<String> texts) {
    known.add(name);
    JsonNode value = json.get(name);
    if (value != null && !texts.contains(value.asText())) {
      throw new SettingsException(name, name + " is one of " + String.join(", ", texts) + ".");
    }
    return value == null ? texts.getFirst() : value.asText();
  }

  List<Integer> wholes(String name, List<Integer> standard, int most, int high) {
    known.add(name);
    JsonNode value = json.get(name);
    if (value == null) {
      return standard;
    }
    List<Integer> numbers = new ArrayList<>();
    for (JsonNode one : value) {
      if (one.canConvertToInt() && one.isIntegralNumber()) {
        numbers.add(one.intValue());
      }
    }
    if (!value.isArray()
        || numbers.size() != value.size()
        || numbers.size() > most
        || numbers.stream().anyMatch(number -> number < 1 || number > high)) {
      throw new SettingsException(
          name, name + " is a list of at most " + most + " whole numbers from 1 to " + high + ".");
    }
    return numbers;
  }

  /** Refuses what was not asked for. */
  void end() {
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new SettingsException(
                    name, "This algorithm's hyperparameters are " + String.join(", ", known) + ".");
              }
            });
  }

  private static String written(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e9
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
