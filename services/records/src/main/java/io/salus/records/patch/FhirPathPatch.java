package io.salus.records.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.definition.ElementDefinition;
import io.salus.records.definition.TypeDefinition;
import io.salus.records.fhirpath.Expression;
import io.salus.records.fhirpath.FhirPath;
import io.salus.records.fhirpath.FhirPathException;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.TooLarge;
import io.salus.service.errors.AppException.Unprocessable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** FHIRPath Patch, http://hl7.org/fhir/R4/fhirpatch.html. */
final class FhirPathPatch implements ResourcePatch {
  /** For each of them the whole resource is walked through. */
  private static final int MOST_OPERATIONS = 200;

  private static final Pattern LAST_NAME = Pattern.compile("(.+)\\.([A-Za-z]+)");

  private enum Type {
    ADD,
    INSERT,
    DELETE,
    REPLACE,
    MOVE
  }

  private record Operation(Type type, String path, ObjectNode parts, String place) {
    Expression expression(String text) {
      try {
        return FhirPath.compile(text);
      } catch (FhirPathException e) {
        throw new InvalidInput("The path is no FHIRPath.", place + ".path");
      }
    }

    String name() {
      String name = parts.path("name").path("valueString").asText();
      if (name.isEmpty()) {
        throw new InvalidInput("The operation needs a name.", place + ".name");
      }
      return name;
    }

    int number(String part) {
      JsonNode number = parts.path(part).path("valueInteger");
      if (!number.isInt() || number.intValue() < 0) {
        throw new InvalidInput("The operation needs a number from 0.", place + "." + part);
      }
      return number.intValue();
    }

    PatchValue value() {
      JsonNode value = parts.get("value");
      if (value == null) {
        throw new InvalidInput("The operation needs a value.", place + ".value");
      }
      return new PatchValue(value, place + ".value");
    }
  }

  private final List<Operation> operations;

  private FhirPathPatch(List<Operation> operations) {
    this.operations = operations;
  }

  static FhirPathPatch of(JsonNode parameters, String place) {
    JsonNode entries = parameters.path("parameter");
    if (entries.size() > MOST_OPERATIONS) {
      throw new TooLarge("A patch has at most " + MOST_OPERATIONS + " operations.");
    }
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      String at = ResourcePatch.at(place, "Parameters.parameter[" + i + "]");
      operations.add(operation(entries.get(i), at));
    }
    return new FhirPathPatch(operations);
  }

  private static Operation operation(JsonNode entry, String place) {
    ObjectNode parts = Json.object();
    for (JsonNode part : entry.path("part")) {
      parts.set(part.path("name").asText(), part);
    }
    if (!entry.path("name").asText().equals("operation")
        || !parts.has("type")
        || !parts.has("path")) {
      throw new InvalidInput("Each parameter is an operation with a type and a path.", place);
    }
    JsonNode type = parts.path("type");
    Type known =
        switch (type.path("valueCode").asText(type.path("valueString").asText())) {
          case "add" -> Type.ADD;
          case "insert" -> Type.INSERT;
          case "delete" -> Type.DELETE;
          case "replace" -> Type.REPLACE;
          case "move" -> Type.MOVE;
          default ->
              throw new InvalidInput(
                  "The type is add, insert, delete, replace or move.", place + ".type");
        };
    Operation operation =
        new Operation(known, parts.path("path").path("valueString").asText(), parts, place);
    var unused = operation.expression(operation.path);
    return operation;
  }

  @Override
  public ObjectNode apply(ObjectNode resource) {
    ObjectNode changed = resource;
    for (Operation operation : operations) {
      Places places = new Places(changed);
      apply(operation, places);
      changed = places.resource();
    }
    return changed;
  }

  private static void apply(Operation operation, Places places) {
    List<Place> found = places.of(operation.expression(operation.path), operation.place + ".path");
    switch (operation.type) {
      case ADD -> add(operation, one(operation, found), operation.name());
      case INSERT -> insert(operation, places, found);
      case DELETE -> {
        if (!found.isEmpty()) {
          element(operation, one(operation, found)).remove();
        }
      }
      case REPLACE -> {
        Place place = element(operation, one(operation, found));
        PatchValue value = operation.value();
        ElementDefinition element = place.property(operation.place).element();
        place.set(value.jsonName(element), value.node(element));
      }
      case MOVE -> {
        Place list = list(operation, found);
        int from = operation.number("source");
        int to = operation.number("destination");
        if (Math.max(from, to) >= list.listSize()) {
          throw new Unprocessable("The list is shorter.", operation.place);
        }
        list.move(from, to);
      }
    }
  }

  private static void add(Operation operation, Place place, String name) {
    ObjectNode object = place.object(operation.place);
    TypeDefinition type = place.type(operation.place);
    ElementDefinition element = PatchValue.element(type, name, operation.place + ".name");
    PatchValue value = operation.value();
    if (element.list()) {
      object.withArray("/" + element.name()).add(value.node(element));
      return;
    }
    if (element.types().stream().map(element::jsonName).anyMatch(object::has)) {
      throw new Unprocessable("The element is there already.", operation.place);
    }
    object.set(value.jsonName(element), value.node(element));
  }

  private static void insert(Operation operation, Places places, List<Place> found) {
    int index = operation.number("index");
    Matcher name = LAST_NAME.matcher(operation.path);
    if (found.isEmpty() && index == 0 && name.matches()) {
      Expression parent = operation.expression(name.group(1));
      add(operation, one(operation, places.of(parent, operation.place)), name.group(2));
      return;
    }
    Place list = list(operation, found);
    if (index > list.listSize()) {
      throw new Unprocessable("The list is shorter.", operation.place);
    }
    list.insert(index, operation.value().node(list.property(operation.place).element()));
  }

  private static Place one(Operation operation, List<Place> found) {
    if (found.size() != 1) {
      throw new Unprocessable(
          "The path must select one element, and selects "
              + (found.isEmpty() ? "none." : "several."),
          operation.place);
    }
    return found.getFirst();
  }

  private static Place element(Operation operation, Place place) {
    if (place.isResource()) {
      throw new Unprocessable("The path is to the resource itself.", operation.place);
    }
    return place;
  }

  private static Place list(Operation operation, List<Place> found) {
    if (found.isEmpty() || found.getFirst().listSize() < 0) {
      throw new Unprocessable("The path is to no list.", operation.place);
    }
    return found.getFirst();
  }
}
