package io.salus.learning.split;

import io.salus.learning.table.Table;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Rows before a moment to learn from, rows after it to judge by: what a model meets when it is put
 * to use. A patient with rows on both sides is judged by none of the later ones, so that nobody is
 * recognised.
 */
public final class TimeSplit {
  private final int[] train;
  private final int[] test;

  private TimeSplit(int[] train, int[] test) {
    this.train = train;
    this.test = test;
  }

  /**
   * Splits by index date.
   *
   * @param from ISO 8601 date or moment, written as the table's are; rows at or after it are later
   * @throws IllegalArgumentException when a row has no index date
   */
  public static TimeSplit of(Table table, String from) {
    if (table.indexDates().contains("")) {
      throw new IllegalArgumentException("a row has no index date");
    }
    int[] train =
        IntStream.range(0, table.rows())
            .filter(i -> table.indexDates().get(i).compareTo(from) < 0)
            .toArray();
    Set<String> known = new HashSet<>();
    for (int row : train) {
      known.add(table.patients().get(row));
    }
    int[] test =
        IntStream.range(0, table.rows())
            .filter(i -> table.indexDates().get(i).compareTo(from) >= 0)
            .filter(i -> !known.contains(table.patients().get(i)))
            .toArray();
    return new TimeSplit(train, test);
  }

  public int[] train() {
    return train.clone();
  }

  public int[] test() {
    return test.clone();
  }
}
