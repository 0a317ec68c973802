package io.salus.learning.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {
  static List<String> names() {
    return Settings.ALGORITHMS;
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyAlgorithmHasSettingsThatAreWrittenDown(String name) throws IOException {
    Algorithm algorithm =
        read(
            name,
            switch (name) {
              case "convolutional-network" -> "{\"height\": 28, \"width\": 28}";
              case "recurrent-network" -> "{\"length\": 140}";
              default -> "{}";
            });

    assertEquals(name, algorithm.title());
    assertFalse(Settings.written(algorithm).isEmpty());
  }

  @Test
  void takesWhatIsSet() throws IOException {
    Algorithm forest = read("random-forest", "{\"trees\": 7, \"positive_weight\": 2.5}");

    assertEquals(7, Settings.written(forest).path("trees").asInt());
    assertEquals(2.5, Settings.written(forest).path("positive_weight").asDouble());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "random-forest|{\"trees\":0}|trees",
        "random-forest|{\"trees\":1.5}|trees",
        "random-forest|{\"leaves\":3}|leaves",
        "support-vector-machine|{\"kernel\":\"cubic\"}|kernel",
        "gradient-boosting|{\"targets\":\"yes\"}|targets",
        "neural-network|{\"hidden\":[0]}|hidden",
        "neural-network|{\"hidden\":16}|hidden",
        "neural-network|{\"members\":0}|members",
        "convolutional-network|{\"height\":28,\"width\":28,\"members\":11}|members",
        "recurrent-network|{\"length\":140,\"members\":2.5}|members",
        "autoencoder|{\"members\":2}|members",
        "recurrent-network|{\"length\":140,\"cell\":\"elman\"}|cell"
      })
  void refusesWhatIsUnknownOrOutOfRangeByName(String name, String json, String place) {
    assertEquals(place, assertThrows(SettingsException.class, () -> read(name, json)).place());
  }

  @Test
  void oneNetworkUnlessMoreAreAskedFor() throws IOException {
    assertEquals(1, written("neural-network", "{}").path("members").asInt());
    assertEquals(4, written("neural-network", "{\"members\": 4}").path("members").asInt());
  }

  @Test
  void aRecurrentNetworkIsGatedUnlessItIsToRemember() throws IOException {
    String gated = "{\"length\": 140}";
    String remembering = "{\"length\": 140, \"cell\": \"lstm\"}";

    assertEquals("gru", written("recurrent-network", gated).path("cell").asText());
    assertEquals("lstm", written("recurrent-network", remembering).path("cell").asText());
    ObjectMapper json = new ObjectMapper();
    Algorithm algorithm = read("recurrent-network", gated);
    ObjectNode older = json.valueToTree(algorithm);
    ((ObjectNode) older.path("settings")).remove("cell");
    assertEquals(algorithm, json.treeToValue(older, Algorithm.class), "as older files have it");
  }

  @Test
  void readsNetworksOfFilesThatDoNotSayHowManyThereAre() throws IOException {
    ObjectMapper json = new ObjectMapper();
    Algorithm algorithm = read("neural-network", "{}");
    ObjectNode older = json.valueToTree(algorithm);
    older.remove("members");

    assertEquals(algorithm, json.treeToValue(older, Algorithm.class));
    ObjectNode wrong = older.put("members", 1_000_000);
    assertThrows(ValueInstantiationException.class, () -> json.treeToValue(wrong, Algorithm.class));
  }

  @Test
  void refusesAnUnknownAlgorithm() {
    assertThrows(SettingsException.class, () -> read("oracle", "{}"));
  }

  private static JsonNode written(String name, String json) throws IOException {
    return Settings.written(read(name, json));
  }

  private static Algorithm read(String name, String json) throws IOException {
    return Settings.read(name, new ObjectMapper().readTree(json));
  }
}
