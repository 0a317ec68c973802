package io.salus.gateway.door;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** A path with everything but the words of the API taken out, so that it may be logged. */
final class RouteTemplate {
  private static final Set<String> WORDS =
      Set.of(
          "",
          "fhir",
          "metadata",
          "_history",
          "_search",
          "$events",
          "features",
          "patients",
          "snapshots",
          "models",
          "train",
          "versions",
          "promote",
          "report",
          "score",
          "predictions",
          "replay",
          "risk-assessment",
          "cds-services",
          "v2",
          "health",
          "live",
          "ready",
          "infer",
          "config",
          "stats",
          "repository",
          "index",
          "load",
          "unload",
          "scheduling",
          "practitioners",
          "availability",
          "slots",
          "appointments",
          "synthesis",
          "releases",
          "files",
          "jobs",
          "openapi",
          "openapi.json");

  private RouteTemplate() {}

  static String of(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(segment -> WORDS.contains(segment) ? segment : "{}")
        .collect(Collectors.joining("/"));
  }
}
