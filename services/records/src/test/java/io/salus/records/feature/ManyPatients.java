package io.salus.records.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.service.security.Caller;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Patients that are made when somebody asks for them, and who looks from time to time how many of
 * their records are still held by anybody.
 */
final class ManyPatients implements PatientRecords {
  private final int count;
  private final List<WeakReference<List<JsonNode>>> given = new ArrayList<>();
  private int asked;
  private int mostAlive;
  private long firstUsed;
  private long growth;

  ManyPatients(int count) {
    this.count = count;
  }

  int count() {
    return count;
  }

  /** Most records that were held at once, whenever it was looked. */
  int mostAlive() {
    return mostAlive;
  }

  /** How many bytes more were held than at the first look. */
  long growth() {
    return growth;
  }

  @Override
  public List<JsonNode> of(Caller caller, String patientId, Set<String> types) {
    List<JsonNode> record =
        List.of(
            Resources.patient(patientId, "1960-01-01"),
            Resources.encounter(patientId, "EMER", "2019-01-01T00:00:00Z"),
            Resources.encounter(patientId, "AMB", "2021-06-01T00:00:00Z"),
            Resources.weight(patientId, "2018-05-01T08:00:00Z", asked));
    given.add(new WeakReference<>(record));
    if (++asked % Math.max(1, count / 6) == 0) {
      look();
    }
    return record;
  }

  @Override
  public List<String> ids(Caller caller, String after, int limit) {
    int from = after.isEmpty() ? 0 : Integer.parseInt(after) + 1;
    return IntStream.range(from, Math.min(count, from + limit))
        .mapToObj("%08d"::formatted)
        .toList();
  }

  private void look() {
    System.gc();
    given.removeIf(record -> record.get() == null);
    mostAlive = Math.max(mostAlive, given.size());
    var runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    if (firstUsed == 0) {
      firstUsed = used;
    }
    growth = Math.max(growth, used - firstUsed);
  }
}
