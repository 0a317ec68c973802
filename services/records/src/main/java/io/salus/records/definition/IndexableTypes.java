package io.salus.records.definition;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which data types the index understands for each kind of search parameter. */
final class IndexableTypes {
  private static final Map<SearchKind, Set<String>> TYPES =
      Map.of(
          SearchKind.TOKEN,
          Set.of(
              "Coding",
              "CodeableConcept",
              "Identifier",
              "ContactPoint",
              "code",
              "boolean",
              "id",
              "string",
              "uri",
              "canonical"),
          SearchKind.STRING,
          Set.of("string", "markdown", "HumanName", "Address"),
          SearchKind.DATE,
          Set.of("date", "dateTime", "instant", "Period", "Timing"),
          SearchKind.REFERENCE,
          Set.of("Reference", "canonical", "uri", "url"),
          SearchKind.NUMBER,
          Set.of("decimal", "integer", "positiveInt", "unsignedInt", "Range"),
          SearchKind.QUANTITY,
          Set.of("Quantity", "Age", "Duration", "Count", "Distance", "Money", "Range"),
          SearchKind.URI,
          Set.of("uri", "url", "canonical", "oid", "uuid"),
          SearchKind.SPECIAL,
          Set.of("Location.position"));

  private IndexableTypes() {}

  /** Those of a kind. */
  static List<String> of(SearchKind kind) {
    return TYPES.getOrDefault(kind, Set.of()).stream().sorted().toList();
  }

  /** Those of the types that the index understands. A choice element may have others too. */
  static List<String> covered(SearchKind kind, List<String> types) {
    Set<String> known = TYPES.getOrDefault(kind, Set.of());
    return types.stream().filter(known::contains).toList();
  }
}
