package io.salus.gateway.door;

import java.util.Set;

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
          "feedback",
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
    var template = new StringBuilder(path.length());
    int from = 0;
    while (from <= path.length()) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      String segment = path.substring(from, to);
      template.append(from == 0 ? "" : "/").append(WORDS.contains(segment) ? segment : "{}");
      from = to + 1;
    }
    return template.toString();
  }
}
