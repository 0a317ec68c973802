package io.salus.records.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.store.Json;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A code system, compiled: concepts by number in the order of the definition, and the hierarchy as
 * arrays. A hundred thousand concepts take tens of megabytes, not hundreds.
 */
final class Concepts {
  /**
   * What is said of the whole system.
   *
   * @param content FHIR codesystem-content-mode, for example {@code complete}
   */
  record Header(
      String url,
      @Nullable String version,
      @Nullable String name,
      String content,
      boolean caseSensitive) {}

  private static final int[] NONE = {};

  private final Header header;
  private final String[] codes;
  private final @Nullable String[] displays;
  private final byte[][] details;
  private final int[][] parents;
  private final int[][] children;
  private final BitSet inactive;
  private final BitSet notSelectable;
  private final CodeOrder order;

  /**
   * @param details JSON of the rest of each concept (definition, designation, property), empty for
   *     none
   */
  Concepts(
      Header header,
      String[] codes,
      @Nullable String[] displays,
      byte[][] details,
      int[][] parents,
      BitSet inactive,
      BitSet notSelectable) {
    this.header = header;
    this.codes = codes;
    this.displays = displays;
    this.details = details;
    this.parents = parents;
    this.inactive = inactive;
    this.notSelectable = notSelectable;
    this.children = turned(parents);
    this.order = new CodeOrder(codes, header.caseSensitive());
  }

  private static int[][] turned(int[][] parents) {
    int[] counts = new int[parents.length];
    for (int[] of : parents) {
      for (int parent : of) {
        counts[parent]++;
      }
    }
    int[][] children = new int[parents.length][];
    for (int i = 0; i < counts.length; i++) {
      children[i] = counts[i] == 0 ? NONE : new int[counts[i]];
    }
    Arrays.fill(counts, 0);
    for (int i = 0; i < parents.length; i++) {
      for (int parent : parents[i]) {
        children[parent][counts[parent]++] = i;
      }
    }
    return children;
  }

  Header header() {
    return header;
  }

  int size() {
    return codes.length;
  }

  /** The number of a code, or -1. */
  int find(String code) {
    return order.find(code);
  }

  String code(int concept) {
    return codes[concept];
  }

  @Nullable String display(int concept) {
    return displays[concept];
  }

  boolean isInactive(int concept) {
    return inactive.get(concept);
  }

  /** Whether it groups others and is not for use itself. */
  boolean isAbstract(int concept) {
    return notSelectable.get(concept);
  }

  int[] parents(int concept) {
    return parents[concept].clone();
  }

  int[] children(int concept) {
    return children[concept].clone();
  }

  /** Definition, designations and properties; an empty object when there are none. */
  JsonNode details(int concept) {
    byte[] json = details[concept];
    return json.length == 0 ? Json.object() : Json.parse(json);
  }

  boolean hasDetails(int concept) {
    return details[concept].length > 0;
  }

  /** All that lie under a concept, without itself. */
  BitSet descendants(int concept) {
    return reach(concept, children);
  }

  /** All that lie above a concept, without itself. */
  BitSet ancestors(int concept) {
    return reach(concept, parents);
  }

  private BitSet reach(int from, int[][] edges) {
    BitSet reached = new BitSet(codes.length);
    int[] waiting = new int[16];
    int count = 0;
    waiting[count++] = from;
    while (count > 0) {
      for (int next : edges[waiting[--count]]) {
        if (next != from && !reached.get(next)) {
          reached.set(next);
          if (count == waiting.length) {
            waiting = Arrays.copyOf(waiting, count * 2);
          }
          waiting[count++] = next;
        }
      }
    }
    return reached;
  }

  /** Bytes of heap, about. */
  long weight() {
    long bytes = 1000;
    for (int i = 0; i < codes.length; i++) {
      String display = displays[i];
      bytes += 150 + codes[i].length() + details[i].length;
      bytes += display == null ? 0 : 40 + display.length();
    }
    return bytes;
  }
}
