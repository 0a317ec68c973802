package io.salus.inference.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.learning.metric.Estimate;

/** Figures as JSON. */
public final class Figures {
  private Figures() {}

  public static ObjectNode estimate(Estimate estimate) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    put(json, "value", estimate.value());
    put(json, "low", estimate.low());
    put(json, "high", estimate.high());
    return json;
  }

  /** JSON has no NaN: what is not defined is null. */
  static void put(ObjectNode json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    } else {
      json.putNull(name);
    }
  }
}
