package io.salus.records.transaction;

import io.salus.records.definition.R4;
import io.salus.records.store.Condition;
import io.salus.records.store.ResourceId;
import io.salus.service.errors.AppException.InvalidInput;

/** What a reference that a client wrote can be. */
sealed interface ReferenceForm {
  /** A resource of this server. */
  record Local(ResourceId target, String version) implements ReferenceForm {
    String text() {
      return target + version;
    }
  }

  /** The one resource that a search finds. */
  record Conditional(Condition condition) implements ReferenceForm {}

  /** An entry of the same Bundle, by its fullUrl. */
  record Entry(String fullUrl) implements ReferenceForm {}

  /** A contained resource, or one of another server: left as it is. */
  record Elsewhere() implements ReferenceForm {}

  /** Understands a condition on a type. */
  interface ConditionReader {
    Condition read(String type, String query);
  }

  /**
   * @param baseUrl of this server; what starts with it is local
   */
  static ReferenceForm of(
      String reference, String baseUrl, String place, ConditionReader conditions) {
    String text = reference;
    if (!baseUrl.isEmpty() && text.startsWith(baseUrl + "/")) {
      text = text.substring(baseUrl.length() + 1);
    }
    if (text.startsWith("urn:") || text.startsWith("http:") || text.startsWith("https:")) {
      return new Entry(text);
    }
    if (text.startsWith("#") || text.isEmpty()) {
      return new Elsewhere();
    }
    int question = text.indexOf('?');
    if (question > 0 && R4.isResourceType(text.substring(0, question))) {
      return new Conditional(
          conditions.read(text.substring(0, question), text.substring(question + 1)));
    }
    String[] parts = text.split("/", -1);
    boolean versioned = parts.length == 4 && parts[2].equals("_history");
    if ((parts.length == 2 || versioned)
        && R4.isResourceType(parts[0])
        && ResourceId.isId(parts[1])) {
      return new Local(
          new ResourceId(parts[0], parts[1]), versioned ? "/_history/" + parts[3] : "");
    }
    throw new InvalidInput(
        "A reference is `Type/id`, an absolute url, `#id`, or a condition `Type?search`.", place);
  }
}
