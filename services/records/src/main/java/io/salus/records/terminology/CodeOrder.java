package io.salus.records.terminology;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Finds codes by binary search: four bytes a code, where a map takes fifty. */
final class CodeOrder {
  private final String[] codes;
  private final int[] sorted;
  private final Comparator<String> comparator;

  CodeOrder(String[] codes, boolean caseSensitive) {
    this.codes = codes;
    this.comparator = caseSensitive ? Comparator.naturalOrder() : String.CASE_INSENSITIVE_ORDER;
    this.sorted =
        IntStream.range(0, codes.length)
            .boxed()
            .sorted((a, b) -> comparator.compare(codes[a], codes[b]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** The place of a code among all, or -1; the first of equal ones. */
  int find(String code) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (comparator.compare(codes[sorted[middle]], code) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    boolean found = low < sorted.length && comparator.compare(codes[sorted[low]], code) == 0;
    return found ? sorted[low] : -1;
  }
}
