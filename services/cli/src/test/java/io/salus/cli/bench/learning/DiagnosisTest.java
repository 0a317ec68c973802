package io.salus.cli.bench.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DiagnosisTest {
  @Test
  void groupsCodesAsThePaperDoes() {
    assertEquals("diabetes", Diagnosis.group("250.83"));
    assertEquals("circulatory", Diagnosis.group("428"));
    assertEquals("circulatory", Diagnosis.group("785"));
    assertEquals("neoplasms", Diagnosis.group("197"));
    assertEquals("other", Diagnosis.group("V27"));
    assertEquals("", Diagnosis.group(""));
  }

  @Test
  void putsSupplementaryCodesBehindTheOthers() {
    assertEquals(1027, Diagnosis.number("V27"), 0);
    assertEquals(2909, Diagnosis.number("E909"), 0);
    assertTrue(Double.isNaN(Diagnosis.number("")));
  }
}
