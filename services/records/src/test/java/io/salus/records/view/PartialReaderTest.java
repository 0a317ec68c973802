package io.salus.records.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.salus.records.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialReaderTest {
  private final PartialReader whole = new PartialReader(Projection.WHOLE);
  private final PartialReader code = new PartialReader(new Projection(false, true, Set.of("code")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\":{},\"b\":[],\"c\":[[],{}],\"d\":\"\",\"e\":[null,true,false]}",
        "{\"a\":0,\"b\":-1,\"c\":999999999,\"d\":2147483648,\"e\":12345678901234567890123}",
        "{\"a\":1.50,\"b\":-0.0,\"c\":1E+3,\"d\":2.5e-7,\"e\":[1,2.0,3]}",
        "{\"a\":\"\\\"\",\"b\":\"\\\\\",\"c\":\"x\\\\\\\"y\",\"d\":\"\\u00e9\\n\\t/\",\"e\":\"1234567\\\"\"}",
        "{\"a\":\"Zoë 漢字 \uD83D\uDE00\",\"ü\":{\"\\\"\":1},\"text\":\"{[,:]}\"}"
      })
  void readsWhatEveryParserReads(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);

    assertEquals(Json.parse(bytes), whole.read(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"code\":7}",
        "{\"a\":{\"code\":1,\"b\":[{\"c\":\"}\"},\"]\\\"\"]},\"code\":7,\"z\":\"long enough for eight\"}",
        "{\"code\":7,\"x\":{\"code\":1},\"_codes\":[{\"code\":2}]}",
        "{\"a\":[[],{}],\"b\":-1.5e3,\"c\":null,\"\":\"\",\"code\":7}"
      })
  void passesOverWhatIsNotLookedAt(String json) {
    assertEquals("{\"code\":7}", code.read(json.getBytes(StandardCharsets.UTF_8)).toString());
  }

  @Test
  void looksAtElementsWithinElementsOnlyWhenAllIsWanted() {
    byte[] json =
        "{\"code\":[{\"code\":1,\"text\":\"a\"}],\"text\":1}".getBytes(StandardCharsets.UTF_8);
    var shallow = new PartialReader(new Projection(false, false, Set.of("code")));

    assertEquals("{\"code\":[{\"code\":1}]}", code.read(json).toString());
    assertEquals("{\"code\":[{\"code\":1,\"text\":\"a\"}]}", shallow.read(json).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"code\":\"7", "{\"a\":{\"b\":1", "{ \"code\":7}"})
  void refusesWhatWasNeverStored(String json) {
    assertThrows(
        IllegalArgumentException.class, () -> code.read(json.getBytes(StandardCharsets.UTF_8)));
  }
}
