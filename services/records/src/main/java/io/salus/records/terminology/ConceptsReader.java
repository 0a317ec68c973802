package io.salus.records.terminology;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a CodeSystem from its JSON, concept by concept: a tree of a hundred thousand concepts
 * would take hundreds of megabytes.
 */
final class ConceptsReader {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int DEEPEST = 100;
  private static final byte[] NOTHING = {};

  private final PropertyCodes properties;
  private final List<String> codes = new ArrayList<>();
  private final List<@Nullable String> displays = new ArrayList<>();
  private final List<byte[]> details = new ArrayList<>();
  private final BitSet inactive = new BitSet();
  private final BitSet notSelectable = new BitSet();
  private final Hierarchy hierarchy = new Hierarchy();

  private ConceptsReader(PropertyCodes properties) {
    this.properties = properties;
  }

  static Concepts read(byte[] json) {
    try {
      ObjectNode head = head(json);
      ConceptsReader reader = new ConceptsReader(PropertyCodes.of(head.path("property")));
      try (JsonParser parser = MAPPER.createParser(json)) {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean concepts = parser.currentName().equals("concept");
          parser.nextToken();
          if (concepts) {
            reader.concepts(parser, Hierarchy.ROOT, 0);
          } else {
            parser.skipChildren();
          }
        }
      }
      return reader.compiled(head);
    } catch (IOException e) {
      throw new IllegalStateException("a stored resource is JSON", e);
    }
  }

  /** Everything but the concepts. */
  private static ObjectNode head(byte[] json) throws IOException {
    ObjectNode head = Json.object();
    try (JsonParser parser = MAPPER.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("concept") || name.equals("text")) {
          parser.skipChildren();
        } else {
          head.set(name, parser.<JsonNode>readValueAsTree());
        }
      }
    }
    return head;
  }

  private void concepts(JsonParser parser, int parent, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw Refused.tooCostly("Concepts of a code system may nest at most 100 levels.");
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      concept(parser, parent, depth);
    }
  }

  private void concept(JsonParser parser, int parent, int depth) throws IOException {
    int number = codes.size();
    codes.add("");
    displays.add(null);
    details.add(NOTHING);
    ObjectNode rest = Json.object();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "code" -> codes.set(number, parser.getValueAsString(""));
        case "display" -> displays.set(number, parser.getValueAsString());
        case "concept" -> concepts(parser, number, depth + 1);
        case "definition", "designation", "property" ->
            rest.set(name, parser.<JsonNode>readValueAsTree());
        default -> parser.skipChildren();
      }
    }
    hierarchy.nested(number, parent);
    if (!rest.isEmpty()) {
      details.set(number, Json.print(rest));
      rest.path("property").forEach(property -> property(number, property));
    }
  }

  private void property(int concept, JsonNode property) {
    String code = property.path("code").asText();
    if (properties.parent().contains(code)) {
      hierarchy.parent(concept, property.path("valueCode").asText());
    } else if (properties.child().contains(code)) {
      hierarchy.child(concept, property.path("valueCode").asText());
    } else if (properties.isInactive(code, property)) {
      inactive.set(concept);
    } else if (properties.notSelectable().contains(code)
        && property.path("valueBoolean").asBoolean()) {
      notSelectable.set(concept);
    }
  }

  private Concepts compiled(ObjectNode head) {
    String[] all = codes.toArray(String[]::new);
    boolean caseSensitive = head.path("caseSensitive").asBoolean(true);
    CodeOrder order = new CodeOrder(all, caseSensitive);
    return new Concepts(
        new Concepts.Header(
            head.path("url").asText(),
            text(head, "version"),
            text(head, head.has("title") ? "title" : "name"),
            head.path("content").asText(),
            caseSensitive),
        all,
        displays.toArray(String[]::new),
        details.toArray(byte[][]::new),
        hierarchy.parents(all.length, order),
        inactive,
        notSelectable);
  }

  private static @Nullable String text(JsonNode node, String name) {
    return node.path(name).isTextual() ? node.path(name).textValue() : null;
  }

  /** Who is under whom: by nesting, and by properties that name a code. */
  private static final class Hierarchy {
    static final int ROOT = -1;
    private final List<int[]> nested = new ArrayList<>();
    private final List<Integer> concepts = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final BitSet upwards = new BitSet();

    void nested(int concept, int parent) {
      if (parent != ROOT) {
        nested.add(new int[] {concept, parent});
      }
    }

    void parent(int concept, String code) {
      upwards.set(concepts.size());
      child(concept, code);
    }

    void child(int concept, String code) {
      concepts.add(concept);
      others.add(code);
    }

    int[][] parents(int size, CodeOrder order) {
      int[][] parents = new int[size][];
      Arrays.fill(parents, new int[0]);
      nested.forEach(edge -> add(parents, edge[0], edge[1]));
      for (int i = 0; i < others.size(); i++) {
        int other = order.find(others.get(i));
        int concept = concepts.get(i);
        if (other >= 0 && other != concept) {
          add(parents, upwards.get(i) ? concept : other, upwards.get(i) ? other : concept);
        }
      }
      return parents;
    }

    private static void add(int[][] parents, int concept, int parent) {
      int[] known = parents[concept];
      for (int other : known) {
        if (other == parent) {
          return;
        }
      }
      parents[concept] = Arrays.copyOf(known, known.length + 1);
      parents[concept][known.length] = parent;
    }
  }
}
