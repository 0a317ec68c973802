package io.salus.records.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.InvalidInput;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an operation was given, by whichever way it came: the query, a form, or a Parameters
 * resource. A query's values are texts.
 */
public final class Parameters {
  private static final String FORM = "application/x-www-form-urlencoded";

  /** What is about the answer and not about the operation. */
  private static final Set<String> OF_THE_DOOR = Set.of("_format", "_pretty");

  private final List<ObjectNode> given = new ArrayList<>();
  private Optional<ObjectNode> bare = Optional.empty();

  private Parameters() {}

  static Parameters of(OperationCall call) {
    Parameters parameters = ofQuery(call.query());
    if (call.body().length > 0) {
      if (call.contentType().startsWith(FORM)) {
        parameters.addQuery(new String(call.body(), StandardCharsets.UTF_8));
      } else {
        parameters.addBody(Json.parse(call.body()));
      }
    }
    return parameters;
  }

  /** The parts of an entry, as parameters of their own. */
  public static Parameters ofParts(ObjectNode entry) {
    Parameters parts = new Parameters();
    parts.addEntries(entry.path("part"), entry.path("name").asText() + ".part");
    return parts;
  }

  static Parameters ofQuery(String query) {
    Parameters parameters = new Parameters();
    parameters.addQuery(query);
    return parameters;
  }

  /** The entries of a name, in order, as Parameters has them. */
  public List<ObjectNode> all(String name) {
    return given.stream().filter(entry -> entry.path("name").asText().equals(name)).toList();
  }

  /** The first value of a name, whatever its type. */
  public Optional<JsonNode> value(String name) {
    return all(name).stream().map(Parameters::valueOf).flatMap(Optional::stream).findFirst();
  }

  /** The first value of a name as a text; a Reference's is where it refers to. */
  public Optional<String> text(String name) {
    return texts(name).stream().findFirst();
  }

  /** All values of a name as texts. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (ObjectNode entry : all(name)) {
      valueOf(entry)
          .map(value -> value.has("reference") ? value.get("reference") : value)
          .filter(JsonNode::isValueNode)
          .ifPresent(value -> texts.add(value.asText()));
    }
    return texts;
  }

  /** The first value of a name as true or false. Throws {@link InvalidInput} for anything else. */
  public Optional<Boolean> flag(String name) {
    return text(name)
        .map(
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new InvalidInput("The parameter is true or false.", name);
                });
  }

  /** The first value of a name as a number from 0. Throws {@link InvalidInput} for others. */
  public Optional<Integer> number(String name) {
    return text(name)
        .map(
            text -> {
              if (!text.matches("\\d{1,9}")) {
                throw new InvalidInput("The parameter is a number from 0.", name);
              }
              return Integer.parseInt(text);
            });
  }

  /** The first resource of a name. */
  public Optional<ObjectNode> resource(String name) {
    return resources(name).stream().findFirst();
  }

  /** All resources of a name. */
  public List<ObjectNode> resources(String name) {
    List<ObjectNode> resources = new ArrayList<>();
    for (ObjectNode entry : all(name)) {
      if (entry.path("resource") instanceof ObjectNode resource) {
        resources.add(resource);
      }
    }
    return resources;
  }

  /** A body that is a resource itself, and not Parameters. */
  public Optional<ObjectNode> bareResource() {
    return bare;
  }

  /** Throws {@link InvalidInput} for a parameter of another name. */
  public void requireKnown(Set<String> names) {
    for (ObjectNode entry : given) {
      String name = entry.path("name").asText();
      if (!names.contains(name) && !OF_THE_DOOR.contains(name)) {
        throw new InvalidInput(
            "The operation has no such parameter.",
            name.matches("[A-Za-z_][A-Za-z0-9_.:-]{0,63}") ? name : null);
      }
    }
  }

  /** The value[x] of an entry. */
  public static Optional<JsonNode> valueOf(JsonNode entry) {
    for (Map.Entry<String, JsonNode> property : entry.properties()) {
      if (property.getKey().startsWith("value")) {
        return Optional.of(property.getValue());
      }
    }
    return Optional.empty();
  }

  private void addBody(ObjectNode body) {
    String type = body.path("resourceType").asText();
    if (!type.equals("Parameters")) {
      bare = Optional.of(body);
      return;
    }
    addEntries(body.path("parameter"), "Parameters.parameter");
  }

  private void addEntries(JsonNode entries, String place) {
    if (!entries.isMissingNode() && !entries.isArray()) {
      throw new InvalidInput("An array is needed here.", place);
    }
    for (int i = 0; i < entries.size(); i++) {
      if (!(entries.get(i) instanceof ObjectNode entry) || !entry.path("name").isTextual()) {
        throw new InvalidInput("A parameter has a name.", place + "[" + i + "]");
      }
      given.add(entry);
    }
  }

  private void addQuery(String query) {
    for (String pair : query.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        given.add(
            Json.object()
                .put("name", decode(equals < 0 ? pair : pair.substring(0, equals)))
                .put("valueString", equals < 0 ? "" : decode(pair.substring(equals + 1))));
      }
    }
  }

  private static String decode(String text) {
    try {
      String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
      if (decoded.indexOf('\u0000') >= 0) {
        throw new InvalidInput("The query holds a NUL character.");
      }
      return decoded;
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("The query is not percent-encoded correctly.");
    }
  }
}
