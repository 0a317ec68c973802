package io.salus.cli.bench.records;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.bench.load.Measured;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Synthea's bundles in parts that every server gets alike: hospitals and practitioners, to which
 * the others refer; some patients to warm up; and two parts to be measured, which are shuffled by
 * size, so that each has large patients and small. Bundles so large that a server may well refuse
 * them are left out for all.
 *
 * @param leftOut how many are too large
 */
record Loading(
    List<Path> first, List<Path> warming, List<Path> some, List<Path> others, int leftOut) {
  static final int LARGEST_MEGABYTES = 32;
  private static final int WARMING_SHARE = 6;

  static Loading of(Path folder) throws IOException {
    var first = new ArrayList<Path>();
    var patients = new ArrayList<Path>();
    try (var files = Files.list(folder)) {
      files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .forEach(file -> (isPatient(file) ? patients : first).add(file));
    }
    int all = patients.size();
    patients.removeIf(file -> size(file) > (long) LARGEST_MEGABYTES << 20);
    patients.sort(Comparator.comparingLong(Loading::size).reversed());
    var loading =
        new Loading(
            first, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), all - patients.size());
    for (int i = 0; i < patients.size(); i++) {
      List<Path> part =
          i % WARMING_SHARE == WARMING_SHARE - 1
              ? loading.warming
              : i % 2 == 0 ? loading.some : loading.others;
      part.add(patients.get(i));
    }
    return loading;
  }

  /** The identifier of the patient with the most data, which is in the name of the file. */
  String largestPatient() {
    String name = String.valueOf(some.getFirst().getFileName());
    return name.substring(name.lastIndexOf('_') + 1, name.length() - ".json".length());
  }

  /** All of it, for a server whose speed is not of interest; nothing is begun after the end. */
  void all(FhirServer server, long end) throws IOException {
    Set<Path> refused = ConcurrentHashMap.newKeySet();
    post(server, first, 1, refused);
    var patients = new ArrayList<Path>(warming);
    patients.addAll(some);
    patients.addAll(others);
    post(server, patients, 2, refused, end);
  }

  /** The same without some bundles. */
  Loading without(Set<Path> bundles) {
    return new Loading(
        except(first, bundles),
        except(warming, bundles),
        except(some, bundles),
        except(others, bundles),
        leftOut);
  }

  private static List<Path> except(List<Path> all, Set<Path> some) {
    return all.stream().filter(file -> !some.contains(file)).toList();
  }

  /**
   * Posts bundles with several clients and answers resources a second.
   *
   * @param refused gets those that the server did not take, or did not answer
   */
  static Measured post(FhirServer server, List<Path> bundles, int clients, Set<Path> refused)
      throws IOException {
    return post(server, bundles, clients, refused, Long.MAX_VALUE);
  }

  private static Measured post(
      FhirServer server, List<Path> bundles, int clients, Set<Path> refused, long end)
      throws IOException {
    Queue<Path> left = new ConcurrentLinkedQueue<>(bundles);
    var resources = new AtomicLong();
    long started = System.nanoTime();
    try (var pool = Executors.newFixedThreadPool(clients)) {
      var futures = new ArrayList<Future<?>>();
      for (int i = 0; i < clients; i++) {
        futures.add(
            pool.submit(
                () -> {
                  for (Path file = left.poll();
                      file != null && System.nanoTime() < end;
                      file = left.poll()) {
                    int stored = stored(server, file);
                    resources.addAndGet(Math.max(0, stored));
                    if (stored < 0) {
                      refused.add(file);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> future : futures) {
        await(future);
      }
    }
    return Measured.rate(resources.get(), (System.nanoTime() - started) / 1e9, 0);
  }

  /** Waits for what a client does. */
  static void await(Future<?> work) throws IOException {
    try {
      work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("a client of the load failed: " + e.getCause(), e);
    }
  }

  /** How many resources a bundle became; -1 when the server did not take all of it. */
  private static int stored(FhirServer server, Path file) throws IOException {
    FhirServer.Reply reply;
    try {
      reply = server.post("", BodyPublishers.ofFile(file));
    } catch (HttpTimeoutException e) {
      return -1;
    }
    if (reply.status() != 200) {
      return -1;
    }
    int stored = 0;
    for (JsonNode entry : reply.json().path("entry")) {
      if (!entry.path("response").path("status").asText().startsWith("20")) {
        return -1;
      }
      stored++;
    }
    return stored;
  }

  private static boolean isPatient(Path file) {
    String name = String.valueOf(file.getFileName());
    return !name.startsWith("hospitalInformation") && !name.startsWith("practitionerInformation");
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
