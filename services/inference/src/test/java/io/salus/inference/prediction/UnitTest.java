package io.salus.inference.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {
  @ParameterizedTest
  @CsvSource({
    "mm[Hg], mmHg",
    "{visits}, visits",
    "a, years",
    "kg/a, kg/year",
    "kg/m2, kg/m²",
    "mg/dL, mg/dL"
  })
  void isWrittenAsPeopleDo(String ucum, String written) {
    assertEquals(written, Unit.written(ucum));
  }
}
