package io.salus.records.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.Unprocessable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Pointer (RFC 6901) that changes what it points to. The document lies in a holder, so that
 * the whole of it has a parent too.
 *
 * @param place where the pointer was written, for errors
 */
record Pointer(List<String> tokens, String place) {
  private static final String DOCUMENT = "document";

  /** Throws {@link InvalidInput} when the text is no pointer. */
  static Pointer of(@Nullable String text, String place) {
    if (text == null
        || (!text.isEmpty() && text.charAt(0) != '/')
        || text.matches("(?s).*~(?![01]).*")) {
      throw new InvalidInput("A JSON Pointer such as /name/0/family is needed.", place);
    }
    List<String> tokens = new ArrayList<>();
    tokens.add(DOCUMENT);
    if (!text.isEmpty()) {
      for (String token : text.substring(1).split("/", -1)) {
        tokens.add(token.replace("~1", "/").replace("~0", "~"));
      }
    }
    return new Pointer(List.copyOf(tokens), place);
  }

  static JsonNode document(ObjectNode holder) {
    return holder.path(DOCUMENT);
  }

  static ObjectNode holding(ObjectNode holder, JsonNode document) {
    holder.set(DOCUMENT, document);
    return holder;
  }

  /** Whether this points into what the other points to. */
  boolean isWithin(Pointer other) {
    return tokens.size() > other.tokens.size()
        && tokens.subList(0, other.tokens.size()).equals(other.tokens);
  }

  JsonNode get(ObjectNode holder) {
    return child(parent(holder), tokens.getLast());
  }

  void add(ObjectNode holder, JsonNode value) {
    switch (parent(holder)) {
      case ObjectNode object -> object.set(tokens.getLast(), value);
      case ArrayNode array ->
          array.insert(
              tokens.getLast().equals("-") ? array.size() : index(tokens.getLast(), array.size()),
              value);
      default -> throw nothing();
    }
  }

  JsonNode remove(ObjectNode holder) {
    JsonNode there = get(holder);
    switch (parent(holder)) {
      case ObjectNode object -> object.remove(tokens.getLast());
      case ArrayNode array -> array.remove(index(tokens.getLast(), array.size() - 1));
      default -> throw nothing();
    }
    return there;
  }

  void replace(ObjectNode holder, JsonNode value) {
    var unused = get(holder);
    switch (parent(holder)) {
      case ObjectNode object -> object.set(tokens.getLast(), value);
      case ArrayNode array -> array.set(index(tokens.getLast(), array.size() - 1), value);
      default -> throw nothing();
    }
  }

  private JsonNode parent(ObjectNode holder) {
    JsonNode at = holder;
    for (String token : tokens.subList(0, tokens.size() - 1)) {
      at = child(at, token);
    }
    return at;
  }

  private JsonNode child(JsonNode parent, String token) {
    JsonNode child =
        parent instanceof ArrayNode array
            ? array.get(index(token, array.size() - 1))
            : parent.get(token);
    if (child == null) {
      throw nothing();
    }
    return child;
  }

  private int index(String token, int most) {
    if (!token.matches("0|[1-9][0-9]{0,6}") || Integer.parseInt(token) > most) {
      throw nothing();
    }
    return Integer.parseInt(token);
  }

  private Unprocessable nothing() {
    return new Unprocessable("The resource has nothing at the place of the patch.", place);
  }
}
