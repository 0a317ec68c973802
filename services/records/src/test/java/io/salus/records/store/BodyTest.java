package io.salus.records.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

class BodyTest {
  @Test
  void printsInstantsInUtcWithMilliseconds() {
    assertEquals("2026-01-02T03:04:05.006Z", Body.print(time("2026-01-02T03:04:05.006789Z")));
    assertEquals("2025-12-31T23:00:00.000Z", Body.print(time("2026-01-01T04:30:00+05:30")));
    assertEquals("2026-11-23T12:59:59.999Z", Body.print(time("2026-11-23T12:59:59.999999999Z")));
  }

  private static OffsetDateTime time(String text) {
    return OffsetDateTime.parse(text);
  }
}
