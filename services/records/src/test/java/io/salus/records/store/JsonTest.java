package io.salus.records.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.salus.service.errors.AppException.InvalidInput;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void takesEveryCharacterAlsoWhereADecodersBufferEnds() {
    String text = "ä€😀".repeat(5000);

    assertEquals(text, Json.parse(bytes(text)).path("a").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00ff", "\u00e2\u0082"})
  void refusesBytesThatAreNotUtf8(String latin) {
    byte[] bytes = ("{\"a\":\"" + latin + "\"}").getBytes(StandardCharsets.ISO_8859_1);

    assertThrows(InvalidInput.class, () -> Json.parse(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
  void refusesOtherEncodings(String name) {
    byte[] bytes = "{\"a\":\"b\"}".getBytes(Charset.forName(name));

    assertThrows(InvalidInput.class, () -> Json.parse(bytes));
  }

  private static byte[] bytes(String text) {
    return ("{\"a\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
  }
}
