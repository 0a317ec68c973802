package io.salus.gateway.oip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.service.errors.AppException.InvalidInput;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingElementsTest {
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void jsonHasNoNaNSoNullIsMissing() throws IOException {
    var contents =
        TensorProtoMapper.contents(
            "FP64", json.readTree("[[1.5, null]]"), List.of(1L, 2L), "inputs[0]");

    assertEquals(List.of(1.5, Double.NaN), contents.getFp64ContentsList());
  }

  @Test
  void noOtherTypeCanSayMissing() {
    assertThrows(
        InvalidInput.class,
        () ->
            TensorProtoMapper.contents("INT64", json.readTree("[null]"), List.of(1L), "inputs[0]"));
  }
}
