package io.salus.records.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * A code of a value set.
 *
 * @param listed how the value set names it itself, or null
 * @param concepts its system, or null when that is not known
 * @param concept its number there, or -1
 */
record Member(
    SystemCode code, Include.@Nullable Listed listed, @Nullable Concepts concepts, int concept) {

  static Member of(
      String system, Include.@Nullable Listed listed, @Nullable Concepts concepts, String code) {
    return new Member(
        new SystemCode(system, code),
        listed,
        concepts,
        concepts == null ? -1 : concepts.find(code));
  }

  /** As the value set names it, else as its system does. */
  @Nullable String display() {
    if (listed != null && listed.display() != null) {
      return listed.display();
    }
    return known() == null ? null : known().display(concept);
  }

  boolean isInactive() {
    return known() != null && known().isInactive(concept);
  }

  boolean isAbstract() {
    return known() != null && known().isAbstract(concept);
  }

  /** An array, or missing. */
  JsonNode designations() {
    if (listed != null && listed.designations() != null) {
      return listed.designations();
    }
    return known() == null
        ? MissingNode.getInstance()
        : known().details(concept).path("designation");
  }

  /** The system's version, if it is known. */
  @Nullable String version() {
    return concepts == null ? null : concepts.header().version();
  }

  private @Nullable Concepts known() {
    return concept < 0 ? null : concepts;
  }
}
