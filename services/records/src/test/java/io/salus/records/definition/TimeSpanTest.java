package io.salus.records.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSpanTest {
  @ParameterizedTest
  @CsvSource({
    "2024, 2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z",
    "2024-02, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
    "2023-12, 2023-12-01T00:00:00Z, 2024-01-01T00:00:00Z",
    "2024-02-29, 2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
    "1969-12-31, 1969-12-31T00:00:00Z, 1970-01-01T00:00:00Z",
    "2024-03-09T13:45, 2024-03-09T13:45:00Z, 2024-03-09T13:46:00Z",
    "2024-03-09T13:45+01:00, 2024-03-09T12:45:00Z, 2024-03-09T12:46:00Z",
    "2024-03-09T13:45:10Z, 2024-03-09T13:45:10Z, 2024-03-09T13:45:11Z",
    "2024-03-09T23:45:10-05:30, 2024-03-10T05:15:10Z, 2024-03-10T05:15:11Z",
    "2024-03-09T13:45:10.5Z, 2024-03-09T13:45:10.5Z, 2024-03-09T13:45:10.6Z",
    "2024-03-09T13:45:10.123Z, 2024-03-09T13:45:10.123Z, 2024-03-09T13:45:10.124Z",
    "2024-03-09T13:45:10.123456Z, 2024-03-09T13:45:10.123456Z, 2024-03-09T13:45:10.123457Z",
    "2024-03-09T13:45:10.1234567Z, 2024-03-09T13:45:10.123456Z, 2024-03-09T13:45:10.123457Z",
    "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z, 2017-01-01T00:00:01Z",
    "0001, 0001-01-01T00:00:00Z, 0002-01-01T00:00:00Z",
  })
  void coversItsOwnPrecision(String text, Instant low, Instant high) {
    TimeSpan span = TimeSpan.parse(text);
    assertNotNull(span);
    assertEquals(micros(low), span.lowMicros());
    assertEquals(micros(high), span.highMicros());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2",
        "24",
        "202",
        "0000",
        "20245",
        "2024-",
        "2024-1",
        "2024-13",
        "2024-00",
        "2024/01",
        "2023-02-29",
        "1900-02-29",
        "2024-04-31",
        "2024-01-32",
        "2024-01-00",
        "2024-01-1",
        "2024-01-01 10:00",
        "2024-01-01T",
        "2024-01-01T10",
        "2024-01-01T24:00",
        "2024-01-01T10:60",
        "2024-01-01T10:00:61",
        "2024-01-01T10:00:00.",
        "2024-01-01T10:00:00+15:00",
        "2024-01-01T10:00:00+01",
        "2024-01-01T10:00:00z",
        "2024-01-01T10:00:00ZZ",
        "2024-01-01T10:00:00+01:60",
        "-2024",
        "٢٠٢٤",
        "2024-01-01T10:00:00 "
      })
  void refusesWhatIsNoTime(String text) {
    assertNull(TimeSpan.parse(text));
  }

  @Test
  void agreesWithTheJdkOnRandomDatesAndTimes() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      LocalDate date = LocalDate.ofEpochDay(random.nextInt(-700_000, 2_900_000));
      ZoneOffset zone = ZoneOffset.ofTotalSeconds(random.nextInt(-14 * 60, 14 * 60 + 1) * 60);
      OffsetDateTime time = date.atTime(random.nextInt(24), 30, random.nextInt(60)).atOffset(zone);
      TimeSpan day = TimeSpan.parse(date.toString());
      TimeSpan second = TimeSpan.parse(text(time));
      assertNotNull(day, date::toString);
      assertNotNull(second, time::toString);
      assertEquals(micros(date.atStartOfDay(ZoneOffset.UTC).toInstant()), day.lowMicros());
      assertEquals(micros(time.toInstant()), second.lowMicros());
      assertTrue(day.lowMicros() < day.highMicros());
    }
  }

  private static String text(OffsetDateTime time) {
    return time.toLocalDate()
        + "T"
        + time.toLocalTime().format(java.time.format.DateTimeFormatter.ofPattern("HH:mm:ss"))
        + time.getOffset();
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
