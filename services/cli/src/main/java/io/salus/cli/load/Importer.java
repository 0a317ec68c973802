package io.salus.cli.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.salus.cli.api.Api;
import io.salus.cli.terminal.Console;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Posts the bundles of a folder: batches (hospitals, practitioners) first and in turn, because
 * patients refer to them; then the transactions, several at once and the largest first, so that
 * none is left over at the end.
 */
public final class Importer {
  private final Api api;
  private final int atOnce;
  private final boolean lookFirst;

  /**
   * @param atOnce transactions in flight
   * @param lookFirst whether a patient that is there already is left alone
   */
  public Importer(Api api, int atOnce, boolean lookFirst) {
    this.api = api;
    this.atOnce = atOnce;
    this.lookFirst = lookFirst;
  }

  public ImportFigures load(Path folder, Console console, String title) {
    var figures = new ImportFigures();
    List<Path> files = files(folder);
    long bytes = files.stream().mapToLong(Importer::size).sum();
    try (Progress progress = console.progress(title, bytes, "")) {
      var meter = new Meter(progress, bytes, figures);
      var poster = new BundlePoster(api, lookFirst);
      var transactions = new ArrayList<Path>();
      for (Path file : files) {
        if (isBatch(file)) {
          one(poster, file, figures, meter);
        } else {
          transactions.add(file);
        }
      }
      severalAtOnce(transactions, file -> one(poster, file, figures, meter));
      figures.took(progress.elapsedSeconds());
      progress.done(
          String.format(
              Locale.ROOT,
              "%,d resources in %d bundles, %,d a second",
              figures.resources(),
              figures.stored(),
              figures.resourcesPerSecond()));
    } catch (IOException e) {
      throw new Failure(
          Exit.FAILED,
          "The import stopped: " + e.getMessage() + ".",
          "What was acknowledged is stored; run the import again and it goes on with the rest.",
          e);
    }
    return figures;
  }

  private interface Task {
    void run(Path file) throws IOException;
  }

  private void severalAtOnce(List<Path> files, Task task) throws IOException {
    try (var pool = Executors.newFixedThreadPool(atOnce)) {
      var futures = new ArrayList<Future<?>>();
      for (Path file : files) {
        futures.add(
            pool.submit(
                (Callable<Boolean>)
                    () -> {
                      task.run(file);
                      return true;
                    }));
      }
      try {
        for (Future<?> future : futures) {
          future.get();
        }
      } catch (ExecutionException e) {
        pool.shutdownNow();
        if (e.getCause() instanceof IOException io) {
          throw io;
        }
        if (e.getCause() instanceof Failure failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        pool.shutdownNow();
        Thread.currentThread().interrupt();
        throw new IOException("it was interrupted", e);
      }
    }
  }

  private static void one(BundlePoster poster, Path path, ImportFigures figures, Meter meter)
      throws IOException {
    BundleFile file;
    try {
      file = BundleFile.scan(path);
    } catch (JsonProcessingException e) {
      figures.unreadable(path, e.getLocation() == null ? 0 : e.getLocation().getLineNr());
      meter.add(size(path));
      return;
    }
    if (!file.postable()) {
      meter.add(size(file.path()));
      return;
    }
    BundlePoster.Result result = poster.post(file);
    var refusal = result.refusal();
    if (refusal != null && (refusal.status() == 401 || refusal.status() == 403)) {
      refusal.require(200);
    }
    figures.add(result);
    meter.add(size(file.path()));
  }

  /** Progress in bytes: bundles differ by a factor of a hundred. */
  private record Meter(Progress progress, long total, ImportFigures figures, AtomicLong done) {
    Meter(Progress progress, long total, ImportFigures figures) {
      this(progress, total, figures, new AtomicLong());
    }

    void add(long bytes) {
      double share = (double) done.addAndGet(bytes) / Math.max(1, total);
      progress.update(
          share,
          String.format(Locale.ROOT, "%,d resources", figures.resources()),
          share < 0.02 ? -1 : progress.elapsedSeconds() / share * (1 - share));
    }
  }

  private static boolean isBatch(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    return name.startsWith("hospitalInformation")
        || name.startsWith("practitionerInformation")
        || (size(file) < 4_000_000 && saysBatch(file));
  }

  private static boolean saysBatch(Path file) throws IOException {
    try {
      return BundleFile.scan(file).type().equals("batch");
    } catch (JsonProcessingException e) {
      return false; // it is named when its turn comes
    }
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new Failure(
          Exit.WRONG_ARGUMENTS,
          "There is no folder " + folder + ".",
          "Name a folder with FHIR bundles in .json files.");
    }
    try (var paths = Files.list(folder)) {
      var files =
          paths
              .filter(p -> p.toString().endsWith(".json") && Files.isRegularFile(p))
              .sorted(
                  java.util.Comparator.comparingLong(Importer::order)
                      .reversed()
                      .thenComparing(p -> p))
              .toList();
      if (files.isEmpty()) {
        throw new Failure(
            Exit.WRONG_ARGUMENTS,
            "There are no .json files in " + folder + ".",
            "Name a folder with FHIR bundles, for example Synthea's output/fhir.");
      }
      return files;
    } catch (IOException e) {
      throw new Failure(
          Exit.MACHINE, "The folder " + folder + " cannot be read.", "Check its permissions.", e);
    }
  }

  /** Hospitals before practitioners before the largest patients. */
  private static long order(Path file) {
    String name = String.valueOf(file.getFileName());
    if (name.startsWith("hospitalInformation")) {
      return Long.MAX_VALUE;
    }
    return name.startsWith("practitionerInformation") ? Long.MAX_VALUE - 1 : size(file);
  }

  static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
