package io.salus.records.terminology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminologyConfigTest {
  @Test
  void hasDefaultsThatFitABusyClinic() {
    TerminologyConfig config = config(Map.of());
    assertEquals(96L << 20, config.cache().asLongValue());
    assertEquals(250_000, config.mostCodes());
    assertEquals(10_000, config.mostAnswered());
  }

  @ParameterizedTest
  @ValueSource(strings = {"most-codes", "most-answered"})
  void refusesNone(String name) {
    assertThrows(
        RuntimeException.class, () -> config(Map.of("salus.records.terminology." + name, "0")));
  }

  private static TerminologyConfig config(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(TerminologyConfig.class)
        .withDefaultValues(values)
        .build()
        .getConfigMapping(TerminologyConfig.class);
  }
}
