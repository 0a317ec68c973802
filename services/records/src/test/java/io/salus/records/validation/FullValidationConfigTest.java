package io.salus.records.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FullValidationConfigTest {
  @Test
  void hasDefaultsThatFitABusyClinic() {
    FullValidationConfig config = config(Map.of());
    assertEquals(2, config.atOnce());
    assertEquals(20, config.waiting());
    assertEquals(Duration.ofMinutes(1), config.timeLimit());
    assertEquals(8L << 20, config.largest().asLongValue());
    assertEquals(4, config.engines());
    assertEquals(Duration.ofMinutes(10), config.idle());
  }

  @ParameterizedTest
  @ValueSource(strings = {"at-once", "waiting", "engines"})
  void refusesNone(String name) {
    assertThrows(
        RuntimeException.class, () -> config(Map.of("salus.records.validation." + name, "0")));
  }

  private static FullValidationConfig config(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(FullValidationConfig.class)
        .withDefaultValues(values)
        .build()
        .getConfigMapping(FullValidationConfig.class);
  }
}
