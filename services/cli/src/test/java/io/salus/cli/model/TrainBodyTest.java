package io.salus.cli.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainBodyTest {
  @Test
  void readsNumbersListsAndTexts() {
    ObjectNode json =
        TrainBody.hyperparameters(Map.of("trees", "50", "hidden", "[16,8]", "kernel", "linear"));

    assertEquals(50, json.path("trees").asInt());
    assertEquals(8, json.path("hidden").path(1).asInt());
    assertEquals("linear", json.path("kernel").asText());
  }

  @Test
  void readsCosts() {
    ObjectNode body = Json.object();

    TrainBody.costs("1:4.5", body);

    assertEquals(1, body.path("cost_of_false_alarm").asDouble());
    assertEquals(4.5, body.path("cost_of_miss").asDouble());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1:", "a:b", "1:2:3"})
  void refusesOtherCosts(String costs) {
    assertThrows(Failure.class, () -> TrainBody.costs(costs, Json.object()));
  }
}
