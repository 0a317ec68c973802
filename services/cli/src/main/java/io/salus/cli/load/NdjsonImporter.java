package io.salus.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.api.Answer;
import io.salus.cli.api.Api;
import io.salus.cli.terminal.Console;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Brings files of NDJSON in by {@code $import}, one after the other: each is sent whole, as a
 * stream, and becomes a job that is followed to its end. The job goes on when this process ends.
 */
public final class NdjsonImporter {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}) % ?(.*)");
  private static final int MOST_REFUSALS = 20;

  private final Api api;

  public NdjsonImporter(Api api) {
    this.api = api;
  }

  /** Files, and those with the ending {@code .ndjson} of folders. */
  public NdjsonFigures load(List<Path> paths, Console console) {
    List<Path> files = files(paths);
    long total = files.stream().mapToLong(Importer::size).sum();
    var figures = new NdjsonFigures();
    try (Progress progress = console.progress("Importing", total, "")) {
      long before = 0;
      for (Path file : files) {
        long size = Importer.size(file);
        double from = (double) before / Math.max(1, total);
        double part = (double) size / Math.max(1, total);
        progress.update(from, "sending " + file.getFileName(), -1);
        String location = send(file);
        JsonNode manifest = await(location, progress, from, part);
        figures.add(file, manifest.path("extension"), refusals(manifest));
        before += size;
      }
      figures.took(progress.elapsedSeconds());
      progress.done(figures.text());
    }
    return figures;
  }

  private String send(Path file) {
    try {
      Answer answer = api.upload("/fhir/$import", file, "application/fhir+ndjson");
      return answer
          .require(202)
          .headers()
          .firstValue("Content-Location")
          .orElseThrow(() -> new IOException("the answer names no job"))
          .replaceFirst("^https?://[^/]+", "");
    } catch (IOException e) {
      throw new Failure(
          Exit.FAILED,
          file.getFileName() + " could not be sent: " + e.getMessage() + ".",
          "Run the import again; what is stored already is found unchanged.",
          e);
    }
  }

  private JsonNode await(String location, Progress progress, double from, double part) {
    while (!Thread.currentThread().isInterrupted()) {
      Answer answer = api.get(location).require(200, 202);
      if (answer.status() == 200) {
        return answer.json();
      }
      Matcher said = PERCENT.matcher(answer.headers().firstValue("X-Progress").orElse(""));
      if (said.matches()) {
        progress.update(from + part * Integer.parseInt(said.group(1)) / 100, said.group(2), -1);
      }
      Api.pause(LOOK);
    }
    throw new Failure(Exit.FAILED, "The wait was interrupted.", "The job goes on: GET " + location);
  }

  private List<String> refusals(JsonNode manifest) {
    List<String> refusals = new ArrayList<>();
    for (JsonNode file : manifest.path("error")) {
      String path = file.path("url").asText().replaceFirst("^https?://[^/]+", "");
      for (String line : api.get(path).require(200).text().lines().toList()) {
        if (refusals.size() == MOST_REFUSALS) {
          return refusals;
        }
        refusals.add(line.replaceFirst(".*\"diagnostics\":\"((?:[^\"\\\\]|\\\\.)*)\".*", "$1"));
      }
    }
    return refusals;
  }

  private static List<Path> files(List<Path> paths) {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isRegularFile(path)) {
        files.add(path);
      } else if (Files.isDirectory(path)) {
        try (Stream<Path> inside = Files.list(path)) {
          inside
              .filter(one -> one.toString().toLowerCase(Locale.ROOT).endsWith(".ndjson"))
              .sorted()
              .forEach(files::add);
        } catch (IOException e) {
          throw new Failure(
              Exit.MACHINE, "The folder " + path + " cannot be read.", "Check its permissions.", e);
        }
      }
    }
    if (files.isEmpty()) {
      throw new Failure(
          Exit.WRONG_ARGUMENTS,
          "There are no .ndjson files at " + paths + ".",
          "Name files, or a folder with them: ./salus import --ndjson Patient.ndjson");
    }
    return files;
  }
}
