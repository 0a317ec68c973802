package io.salus.learning.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
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
        "neural-network|{\"hidden\":16}|hidden"
      })
  void refusesWhatIsUnknownOrOutOfRangeByName(String name, String json, String place) {
    assertEquals(place, assertThrows(SettingsException.class, () -> read(name, json)).place());
  }

  @Test
  void refusesAnUnknownAlgorithm() {
    assertThrows(SettingsException.class, () -> read("oracle", "{}"));
  }

  private static Algorithm read(String name, String json) throws IOException {
    return Settings.read(name, new ObjectMapper().readTree(json));
  }
}
