package io.salus.records.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTextTest {
  @ParameterizedTest
  @CsvSource({
    "'  Ann \t Marie ', ann marie",
    "MÜLLER, muller",
    "Straße, strasse",
    "Dvořák, dvorak",
    "Ångström, angstrom",
    "İstanbul, istanbul",
    "ﬁne, fine",
    "'a\u00a0b', a b",
    "Δοκιμή, δοκιμη",
    "'', ''",
  })
  void foldsCaseAccentsAndSpaces(String text, String normal) {
    assertEquals(normal, SearchText.normalise(text));
    assertEquals(normal, SearchText.normalise(normal), "normal form stays as it is");
  }

  @Test
  void keepsTheStartOfALongText() {
    assertEquals(256, SearchText.normalise("x".repeat(5_000)).length());
    assertEquals(255, SearchText.normalise("x".repeat(255) + "😀".repeat(9)).length());
  }
}
