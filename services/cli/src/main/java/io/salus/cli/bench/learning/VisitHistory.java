package io.salus.cli.bench.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Which encounters of the same patient came before each one; never which come after. */
final class VisitHistory {
  private final List<List<Integer>> visits;
  private final int[] place;

  private VisitHistory(List<List<Integer>> visits, int[] place) {
    this.visits = visits;
    this.place = place;
  }

  /**
   * @param patients one an encounter
   * @param numbers of the encounters, which rise with time
   */
  static VisitHistory of(List<String> patients, List<String> numbers) {
    List<Integer> order =
        IntStream.range(0, numbers.size())
            .boxed()
            .sorted(Comparator.comparingLong(i -> Long.parseLong(numbers.get(i))))
            .toList();
    Map<String, List<Integer>> known = new HashMap<>();
    List<List<Integer>> visits = new ArrayList<>();
    numbers.forEach(number -> visits.add(List.of()));
    int[] place = new int[numbers.size()];
    for (int row : order) {
      List<Integer> own = known.computeIfAbsent(patients.get(row), patient -> new ArrayList<>());
      place[row] = own.size();
      own.add(row);
      visits.set(row, own);
    }
    return new VisitHistory(visits, place);
  }

  /** How many earlier ones there are. */
  int count(int row) {
    return place[row];
  }

  /** The one before; -1 where there is none. */
  int last(int row) {
    return place[row] == 0 ? -1 : visits.get(row).get(place[row] - 1);
  }

  /** Sum over all earlier ones. */
  double sum(int row, IntToDoubleFunction value) {
    double sum = 0;
    for (int earlier : visits.get(row).subList(0, place[row])) {
      sum += value.applyAsDouble(earlier);
    }
    return sum;
  }
}
