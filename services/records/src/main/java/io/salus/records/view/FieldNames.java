package io.salus.records.view;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The names of fields that have been seen, so that each is made into a text once. */
final class FieldNames {
  /** FHIR has fewer in any one type; whatever else comes is looked at each time anew. */
  private static final int PLACES = 1024;

  private final Projection projection;
  private final @Nullable Name[] known = new @Nullable Name[PLACES];

  /** Stands before the first field of a resource. */
  private final Name start = new Name(new byte[0], "", true);

  FieldNames(Projection projection) {
    this.projection = projection;
  }

  Name start() {
    return start;
  }

  /** A name as it stands in JSON, and as a text. */
  static final class Name {
    private final byte[] bytes;
    private final String text;
    private final boolean kept;
    private @Nullable Name next;

    private Name(byte[] bytes, String text, boolean kept) {
      this.bytes = bytes;
      this.text = text;
      this.kept = kept;
    }

    private boolean isAt(byte[] json, int from) {
      int to = from + bytes.length;
      return to < json.length
          && json[to] == '"'
          && Arrays.equals(bytes, 0, bytes.length, json, from, to);
    }

    /** In bytes. */
    int length() {
      return bytes.length;
    }

    String text() {
      return text;
    }

    /** Whether an element of that name is looked at. */
    boolean kept() {
      return kept;
    }
  }

  /**
   * The name that begins at a place. Most resources of a type have their fields in the same order,
   * so what followed the field before is tried first.
   *
   * @param before the field before, or the one that holds the object
   */
  Name at(byte[] json, int from, Name before) {
    var guess = before.next;
    if (guess != null && guess.isAt(json, from)) {
      return guess;
    }
    var name = find(json, from, JsonBytes.endOfString(json, from));
    before.next = name;
    return name;
  }

  private Name find(byte[] json, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + json[i];
    }
    int place = (hash ^ hash >>> 15) & (PLACES - 1);
    var name = known[place];
    if (name == null || !Arrays.equals(name.bytes, 0, name.bytes.length, json, from, to)) {
      var text = JsonBytes.text(json, from, to);
      name = new Name(Arrays.copyOfRange(json, from, to), text, projection.keeps(text));
      known[place] = name;
    }
    return name;
  }
}
