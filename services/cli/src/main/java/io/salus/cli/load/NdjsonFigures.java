package io.salus.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.terminal.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What imports of NDJSON did. */
public final class NdjsonFigures {
  private final List<String> refusals = new ArrayList<>();
  private long created;
  private long updated;
  private long unchanged;
  private long failed;
  private int files;
  private double seconds;

  void add(Path file, JsonNode counts, List<String> refused) {
    files++;
    created += counts.path("created").asLong();
    updated += counts.path("updated").asLong();
    unchanged += counts.path("unchanged").asLong();
    failed += counts.path("failed").asLong();
    refused.forEach(line -> refusals.add(file.getFileName() + ": " + line));
  }

  void took(double newSeconds) {
    seconds = newSeconds;
  }

  public long failed() {
    return failed;
  }

  public List<String> refusals() {
    return refusals;
  }

  public String text() {
    return String.format(
        Locale.ROOT,
        "%,d resources new, %,d changed, %,d as they were, %,d lines refused; %,d a second",
        created,
        updated,
        unchanged,
        failed,
        perSecond());
  }

  public ObjectNode json() {
    var node = Json.object().put("files", files).put("created", created).put("updated", updated);
    node.put("unchanged", unchanged).put("failed", failed).put("seconds", seconds);
    node.put("resources_per_second", perSecond());
    refusals.forEach(node.putArray("refusals")::add);
    return node;
  }

  private long perSecond() {
    return seconds == 0 ? 0 : Math.round((created + updated + unchanged) / seconds);
  }
}
