package io.salus.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Json;
import java.util.Map;

/** The body of a training's request. */
final class TrainBody {
  private TrainBody() {}

  /**
   * Hyperparameters as an object. A value is JSON where it can be read as such, else a text, so
   * that {@code kernel=linear}, {@code trees=50} and {@code hidden=[16,8]} need no quotes.
   */
  static ObjectNode hyperparameters(Map<String, String> settings) {
    ObjectNode json = Json.object();
    settings.forEach(
        (name, value) -> {
          try {
            json.set(name, Json.MAPPER.readTree(value));
          } catch (JsonProcessingException e) {
            json.put(name, value);
          }
        });
    return json;
  }

  /** Puts costs into a body, given as FALSE_ALARM:MISS. */
  static void costs(String costs, ObjectNode body) {
    String[] both = costs.split(":", -1);
    try {
      if (both.length == 2) {
        body.put("cost_of_false_alarm", Double.parseDouble(both[0]));
        body.put("cost_of_miss", Double.parseDouble(both[1]));
        return;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a wrong number of parts.
    }
    throw new Failure(
        Exit.WRONG_ARGUMENTS,
        "--costs are two numbers, FALSE_ALARM:MISS.",
        "For example: --costs 1:5");
  }
}
