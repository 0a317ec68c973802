package io.salus.learning.split;

import io.salus.learning.table.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Patients in three folds: 60 % to learn from, 20 % to choose by, 20 % to judge by. All rows of a
 * patient are in one fold. Patients with and without the outcome are dealt separately, so that rare
 * outcomes reach every fold; within each group the order is that of SHA-256 over seed and patient
 * id, so the same seed gives the same folds whatever the order of the rows.
 */
public final class PatientSplit {
  private final int[] train;
  private final int[] validation;
  private final int[] test;

  private PatientSplit(int[] train, int[] validation, int[] test) {
    this.train = train;
    this.validation = validation;
    this.test = test;
  }

  public static PatientSplit of(Table table, long seed) {
    Map<String, List<Integer>> rows = new LinkedHashMap<>();
    Map<String, Boolean> outcome = new LinkedHashMap<>();
    for (int i = 0; i < table.rows(); i++) {
      String patient = table.patients().get(i);
      rows.computeIfAbsent(patient, p -> new ArrayList<>()).add(i);
      outcome.merge(patient, table.label(i), Boolean::logicalOr);
    }
    List<List<Integer>> folds = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (boolean group : new boolean[] {true, false}) {
      List<String> patients =
          outcome.keySet().stream()
              .filter(patient -> outcome.getOrDefault(patient, false) == group)
              .sorted(Comparator.comparing(patient -> hash(seed, patient)))
              .toList();
      for (int i = 0; i < patients.size(); i++) {
        // 3 : 1 : 1, dealt in turn, so that small groups are spread too.
        int fold = new int[] {0, 1, 2, 0, 0}[i % 5];
        folds.get(fold).addAll(rows.getOrDefault(patients.get(i), List.of()));
      }
    }
    return new PatientSplit(sorted(folds.get(0)), sorted(folds.get(1)), sorted(folds.get(2)));
  }

  private static String hash(long seed, String patient) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(sha.digest((seed + "\n" + patient).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static int[] sorted(List<Integer> rows) {
    return rows.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  /** Rows to learn from. */
  public int[] train() {
    return train.clone();
  }

  /** Rows to choose between models by. */
  public int[] validation() {
    return validation.clone();
  }

  /** Rows to judge the chosen model by, once. */
  public int[] test() {
    return test.clone();
  }
}
