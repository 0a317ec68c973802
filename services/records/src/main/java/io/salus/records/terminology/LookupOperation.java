package io.salus.records.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code CodeSystem/$lookup}: all that a code system says of a code. */
@ApplicationScoped
class LookupOperation implements Operation {
  private final Question question;

  LookupOperation(Question question) {
    this.question = question;
  }

  @Override
  public String name() {
    return "lookup";
  }

  @Override
  public Set<Level> levels() {
    return Set.of(Level.TYPE);
  }

  @Override
  public boolean appliesTo(String type) {
    return type.equals("CodeSystem");
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    return question.answer(caller, call, LookupOperation::lookup);
  }

  private static JsonNode lookup(Question.Asked asked) {
    AskedCode code = AskedCode.of(asked.parameters(), "system", "version").getFirst();
    String system = code.system();
    if (system == null) {
      throw new InvalidInput("The parameter is needed.", "system");
    }
    Concepts concepts =
        asked
            .library()
            .codeSystem(Canonical.of(system, code.version()))
            .orElseThrow(() -> new NotFound("There is no code system of this url."));
    int concept = concepts.find(code.code());
    if (concept < 0) {
      throw new NotFound("The code system has no such code.");
    }
    return answer(concepts, concept, new TreeSet<>(asked.parameters().texts("property")));
  }

  private static ObjectNode answer(Concepts concepts, int concept, Set<String> wanted) {
    ObjectNode parameters = Json.object().put("resourceType", "Parameters");
    ArrayNode list = parameters.putArray("parameter");
    String name = concepts.header().name();
    String version = concepts.header().version();
    String display = concepts.display(concept);
    list.addObject()
        .put("name", "name")
        .put("valueString", name == null ? concepts.header().url() : name);
    if (version != null) {
      list.addObject().put("name", "version").put("valueString", version);
    }
    list.addObject()
        .put("name", "display")
        .put("valueString", display == null ? concepts.code(concept) : display);
    JsonNode details = concepts.details(concept);
    details.path("designation").forEach(designation -> designation(designation, list));
    if (details.has("definition") && isWanted(wanted, "definition")) {
      part(list, "definition").put("name", "value").set("valueString", details.get("definition"));
    }
    boolean parents = false;
    boolean children = false;
    for (JsonNode property : details.path("property")) {
      String code = property.path("code").asText();
      parents |= code.equals("parent");
      children |= code.equals("child");
      if (isWanted(wanted, code)) {
        value(property, part(list, code));
      }
    }
    if (!parents && isWanted(wanted, "parent")) {
      related(concepts, concepts.parents(concept), "parent", list);
    }
    if (!children && isWanted(wanted, "child")) {
      related(concepts, concepts.children(concept), "child", list);
    }
    return parameters;
  }

  private static boolean isWanted(Set<String> wanted, String property) {
    return wanted.isEmpty() || wanted.contains(property) || wanted.contains("*");
  }

  private static void related(Concepts concepts, int[] others, String code, ArrayNode list) {
    for (int other : others) {
      part(list, code).put("name", "value").put("valueCode", concepts.code(other));
    }
  }

  /** A property with its code; what is answered is the part for its value. */
  private static ObjectNode part(ArrayNode list, String code) {
    ArrayNode parts = list.addObject().put("name", "property").putArray("part");
    parts.addObject().put("name", "code").put("valueCode", code);
    return parts.addObject();
  }

  private static void value(JsonNode property, ObjectNode part) {
    part.put("name", "value");
    for (Map.Entry<String, JsonNode> field : property.properties()) {
      if (field.getKey().startsWith("value")) {
        part.set(field.getKey(), field.getValue());
      }
    }
  }

  private static void designation(JsonNode designation, ArrayNode list) {
    ArrayNode parts = list.addObject().put("name", "designation").putArray("part");
    if (designation.has("language")) {
      parts.addObject().put("name", "language").set("valueCode", designation.get("language"));
    }
    if (designation.has("use")) {
      parts.addObject().put("name", "use").set("valueCoding", designation.get("use"));
    }
    parts.addObject().put("name", "value").set("valueString", designation.path("value"));
  }
}
