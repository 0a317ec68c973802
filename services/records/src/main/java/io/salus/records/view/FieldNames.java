package io.salus.records.view;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The names of fields that have been seen, so that each is made into a text once. */
final class FieldNames {
  /** FHIR has fewer in any one type; whatever else comes is looked at each time anew. */
  private static final int PLACES = 1024;

  private final Projection projection;
  private final @Nullable Name[] known = new @Nullable Name[PLACES];

  FieldNames(Projection projection) {
    this.projection = projection;
  }

  /** A name as it stands in JSON, and as a text. */
  static final class Name {
    private final byte[] bytes;
    private final String text;
    private final boolean kept;

    private Name(byte[] bytes, String text, boolean kept) {
      this.bytes = bytes;
      this.text = text;
      this.kept = kept;
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

  /** The name in these bytes. */
  Name at(byte[] json, int from, int to) {
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
