package io.salus.inference.prediction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.inference.artefact.Sha256;
import io.salus.inference.records.FeatureRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went into a prediction, as JSON text that reads back to the same values and hashes to the
 * same sum.
 *
 * @param text a JSON object of feature names and values; null is missing
 */
record Inputs(String text) {
  static Inputs of(FeatureRow row, ObjectMapper json) {
    ObjectNode object = json.createObjectNode();
    for (int i = 0; i < row.names().size(); i++) {
      String name = row.names().get(i);
      switch (row.values().get(i)) {
        case null -> object.putNull(name);
        case Boolean truth -> object.put(name, truth.booleanValue());
        case Number number when Double.isFinite(number.doubleValue()) ->
            object.put(name, number.doubleValue());
        case Number notFinite -> object.putNull(name);
        case Object text -> object.put(name, text.toString());
      }
    }
    try {
      return new Inputs(json.writeValueAsString(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Double, Boolean or String in the order of the text; null is missing. */
  List<@Nullable Object> values(ObjectMapper json) {
    List<@Nullable Object> values = new ArrayList<>();
    for (JsonNode value : read(json)) {
      if (value.isNull()) {
        values.add(null);
      } else if (value.isBoolean()) {
        values.add(value.booleanValue());
      } else if (value.isNumber()) {
        values.add(value.doubleValue());
      } else {
        values.add(value.textValue());
      }
    }
    return values;
  }

  private JsonNode read(ObjectMapper json) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored inputs are no JSON", e);
    }
  }

  String sha256() {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Inputs[" + sha256() + "]";
  }
}
