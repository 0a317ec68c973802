package io.salus.records.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Lists of numbers one after the other, and where each ends: PostgreSQL has no ragged arrays. */
final class FlatArray {
  private final List<Long> values = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>();

  void add(Collection<Long> list) {
    values.addAll(list);
    ends.add(values.size());
  }

  Long[] values() {
    return values.toArray(Long[]::new);
  }

  Integer[] ends() {
    return ends.toArray(Integer[]::new);
  }
}
