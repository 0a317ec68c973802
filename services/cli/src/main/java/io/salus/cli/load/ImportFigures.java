package io.salus.cli.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.terminal.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What an import did. Safe for use by several threads. */
public final class ImportFigures {
  private final List<String> refusals = new ArrayList<>();
  private int stored;
  private int found;
  private int retries;
  private long resources;
  private double seconds;

  synchronized void add(BundlePoster.Result result) {
    retries += result.retries();
    switch (result.outcome()) {
      case STORED -> {
        stored++;
        resources += result.file().entries();
      }
      case FOUND -> found++;
      case REFUSED -> {
        var answer = result.refusal();
        refusals.add(
            result.file().path().getFileName()
                + ": "
                + (answer == null ? "" : answer.status() + " " + answer.reason()));
      }
    }
  }

  /** A file that is no JSON; the others go on. */
  synchronized void unreadable(Path file, int line) {
    refusals.add(file.getFileName() + ": it is not JSON (line " + line + ")");
  }

  synchronized void took(double newSeconds) {
    seconds = newSeconds;
  }

  public synchronized List<String> refusals() {
    return List.copyOf(refusals);
  }

  public synchronized int stored() {
    return stored;
  }

  public synchronized int found() {
    return found;
  }

  public synchronized int retries() {
    return retries;
  }

  public synchronized long resources() {
    return resources;
  }

  public synchronized double seconds() {
    return seconds;
  }

  public synchronized long resourcesPerSecond() {
    return seconds == 0 ? 0 : Math.round(resources / seconds);
  }

  public synchronized ObjectNode json() {
    var node = Json.object().put("bundles_stored", stored).put("bundles_found", found);
    node.put("bundles_refused", refusals.size()).put("retries", retries);
    node.put("resources", resources).put("seconds", seconds);
    node.put("resources_per_second", resourcesPerSecond());
    refusals.forEach(node.putArray("refusals")::add);
    return node;
  }
}
