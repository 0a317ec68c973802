package io.salus.learning.split;

import io.salus.learning.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Rows in k folds: all rows of a group (a patient) in one fold, and positives spread evenly. Groups
 * are shuffled by the seed, put in order of their positives and rows, most first, and each goes to
 * the fold that has fewest positives so far, then fewest rows; with one row a group this is plain
 * stratified k-fold.
 */
public final class KFold {
  private final List<int[]> tests;
  private final int rows;

  private KFold(List<int[]> tests, int rows) {
    this.tests = List.copyOf(tests);
    this.rows = rows;
  }

  /** By patient. */
  public static KFold of(Table table, int folds, long seed) {
    return of(table.patients(), table.labels(), folds, seed);
  }

  /**
   * By group.
   *
   * @param groups one a row
   * @param labels outcomes, one a row
   */
  public static KFold of(List<String> groups, boolean[] labels, int folds, long seed) {
    Map<String, List<Integer>> members = new LinkedHashMap<>();
    for (int i = 0; i < labels.length; i++) {
      members.computeIfAbsent(groups.get(i), g -> new ArrayList<>()).add(i);
    }
    if (folds < 2 || members.size() < folds) {
      throw new IllegalArgumentException(members.size() + " groups in " + folds + " folds");
    }
    List<int[]> shuffled =
        new ArrayList<>(
            members.values().stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toList());
    shuffle(shuffled, new SplittableRandom(seed));
    shuffled.sort(
        Comparator.comparingInt((int[] group) -> -positives(group, labels))
            .thenComparingInt(group -> -group.length));
    int[] positives = new int[folds];
    int[] sizes = new int[folds];
    int[] foldOf = new int[labels.length];
    for (int[] group : shuffled) {
      int fold = emptiest(positives, sizes, positives(group, labels) > 0);
      positives[fold] += positives(group, labels);
      sizes[fold] += group.length;
      for (int row : group) {
        foldOf[row] = fold;
      }
    }
    return new KFold(
        IntStream.range(0, folds)
            .mapToObj(
                fold ->
                    IntStream.range(0, labels.length).filter(row -> foldOf[row] == fold).toArray())
            .toList(),
        labels.length);
  }

  private static int emptiest(int[] positives, int[] sizes, boolean positive) {
    int best = 0;
    for (int i = 1; i < sizes.length; i++) {
      int first = positive ? Integer.compare(positives[i], positives[best]) : 0;
      if (first < 0 || (first == 0 && sizes[i] < sizes[best])) {
        best = i;
      }
    }
    return best;
  }

  private static int positives(int[] group, boolean[] labels) {
    return (int) Arrays.stream(group).filter(row -> labels[row]).count();
  }

  private static void shuffle(List<int[]> list, SplittableRandom random) {
    for (int i = list.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int[] kept = list.get(i);
      list.set(i, list.get(other));
      list.set(other, kept);
    }
  }

  public int folds() {
    return tests.size();
  }

  /** Rows of a fold, lowest first. */
  public int[] test(int fold) {
    return tests.get(fold).clone();
  }

  /** Rows of all folds. */
  public List<int[]> tests() {
    return tests.stream().map(int[]::clone).toList();
  }

  /** Rows of all other folds, lowest first. */
  public int[] train(int fold) {
    boolean[] out = new boolean[rows];
    for (int row : tests.get(fold)) {
      out[row] = true;
    }
    return IntStream.range(0, rows).filter(row -> !out[row]).toArray();
  }
}
