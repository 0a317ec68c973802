package io.salus.learning.split;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.salus.learning.Patients;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KFoldTest {
  private final List<String> groups = new ArrayList<>();
  private final boolean[] labels = new boolean[3000];

  KFoldTest() {
    Random random = new Random(1);
    for (int i = 0; i < labels.length; i++) {
      groups.add("p" + random.nextInt(1200));
      labels[i] = random.nextInt(10) == 0;
    }
  }

  @Test
  void noPatientIsOnBothSides() {
    KFold folds = KFold.of(groups, labels, 5, 1);
    for (int fold = 0; fold < 5; fold++) {
      Set<String> train = new HashSet<>();
      for (int row : folds.train(fold)) {
        train.add(groups.get(row));
      }
      for (int row : folds.test(fold)) {
        assertFalse(train.contains(groups.get(row)));
      }
      assertEquals(3000, folds.train(fold).length + folds.test(fold).length);
    }
  }

  @Test
  void positivesAndRowsAreSpreadEvenly() {
    KFold folds = KFold.of(groups, labels, 5, 1);
    int positives = 0;
    for (boolean label : labels) {
      positives += label ? 1 : 0;
    }
    for (int[] test : folds.tests()) {
      assertEquals(600, test.length, 30);
      assertEquals(positives / 5.0, (double) Arrays.stream(test).filter(i -> labels[i]).count(), 2);
    }
  }

  @Test
  void theSeedDecides() {
    assertArrayEquals(
        KFold.of(groups, labels, 5, 1).test(0), KFold.of(groups, labels, 5, 1).test(0));
    assertFalse(
        Arrays.equals(
            KFold.of(groups, labels, 5, 1).test(0), KFold.of(groups, labels, 5, 2).test(0)));
  }

  @Test
  void refusesMoreFoldsThanPatients() {
    assertThrows(
        IllegalArgumentException.class,
        () -> KFold.of(List.of("a", "a", "b"), new boolean[3], 3, 1));
  }

  @Test
  void aSplitByTimeJudgesLaterRowsOfNewPatients() {
    var table =
        Patients.dated(List.of("a", "b", "a", "c"), List.of("2019", "2020", "2021", "2022"));

    TimeSplit split = TimeSplit.of(table, "2021");

    assertArrayEquals(new int[] {0, 1}, split.train());
    assertArrayEquals(new int[] {3}, split.test());
    assertThrows(
        IllegalArgumentException.class,
        () -> TimeSplit.of(Patients.dated(List.of("a"), List.of("")), "2021"));
  }
}
