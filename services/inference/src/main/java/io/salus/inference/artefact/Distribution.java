package io.salus.inference.artefact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.learning.drift.Histogram;
import java.util.ArrayList;
import java.util.List;

/** A histogram as the JSON that the registry keeps. */
public final class Distribution {
  private Distribution() {}

  public static ObjectNode write(Histogram histogram) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    histogram.edges().forEach(json.putArray("edges")::add);
    histogram.levels().forEach(json.putArray("levels")::add);
    histogram.counts().forEach(json.putArray("counts")::add);
    return json;
  }

  public static Histogram read(JsonNode json) {
    List<Double> edges = new ArrayList<>();
    json.path("edges").forEach(edge -> edges.add(edge.asDouble()));
    List<String> levels = new ArrayList<>();
    json.path("levels").forEach(level -> levels.add(level.asText()));
    List<Long> counts = new ArrayList<>();
    json.path("counts").forEach(count -> counts.add(count.asLong()));
    return new Histogram(edges, levels, counts);
  }
}
