package io.salus.learning.split;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.learning.Patients;
import io.salus.learning.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PatientSplitTest {
  private final Table table = Patients.some(500, 1, 3);

  @Test
  void dealsEveryRowOnceInTheRightShares() {
    PatientSplit split = PatientSplit.of(table, 7);

    int[] all =
        Stream.of(split.train(), split.validation(), split.test())
            .flatMapToInt(IntStream::of)
            .sorted()
            .toArray();
    assertArrayEquals(IntStream.range(0, 500).toArray(), all);
    assertEquals(0.6, split.train().length / 500.0, 0.01);
    assertEquals(0.2, split.test().length / 500.0, 0.01);
    assertEquals(
        table.positives() * 0.2, table.rows(split.test()).positives(), 1.0, "positives in test");
  }

  @Test
  void keepsAllRowsOfAPatientTogether() {
    Table visits =
        new Table(
            IntStream.range(0, 300).mapToObj(i -> "patient-" + i % 100).toList(),
            IntStream.range(0, 300).mapToObj(i -> "").toList(),
            new boolean[300],
            List.of(),
            Map.of());

    PatientSplit split = PatientSplit.of(visits, 7);

    List<String> learned = visits.rows(split.train()).patients();
    assertTrue(visits.rows(split.test()).patients().stream().noneMatch(learned::contains));
    assertTrue(visits.rows(split.validation()).patients().stream().noneMatch(learned::contains));
  }

  @Test
  void dependsOnSeedAndNotOnTheOrderOfRows() {
    int[] backwards = IntStream.range(0, 500).map(i -> 499 - i).toArray();

    int[] here = PatientSplit.of(table, 7).test();
    int[] there = PatientSplit.of(table.rows(backwards), 7).test();

    assertArrayEquals(here, IntStream.of(there).map(i -> 499 - i).sorted().toArray());
    assertFalse(Arrays.equals(here, PatientSplit.of(table, 8).test()));
  }
}
