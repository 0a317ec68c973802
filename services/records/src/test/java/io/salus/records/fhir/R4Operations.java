package io.salus.records.fhir;

import java.util.List;

/** The operations that R4 defines, http://hl7.org/fhir/R4/operationslist.html. */
final class R4Operations {
  static final List<String> NAMES =
      List.of(
          "apply",
          "care-gaps",
          "closure",
          "collect-data",
          "conforms",
          "convert",
          "data-requirements",
          "document",
          "evaluate-measure",
          "everything",
          "expand",
          "find",
          "find-matches",
          "graph",
          "graphql",
          "implements",
          "lastn",
          "lookup",
          "match",
          "meta",
          "meta-add",
          "meta-delete",
          "preferred-id",
          "process-message",
          "questionnaire",
          "snapshot",
          "stats",
          "submit",
          "submit-data",
          "subset",
          "subsumes",
          "transform",
          "translate",
          "validate",
          "validate-code",
          "versions");

  private R4Operations() {}
}
