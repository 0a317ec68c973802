package io.salus.records.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.TooLarge;
import io.salus.service.errors.AppException.Unprocessable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON Patch, RFC 6902. */
final class JsonPatch implements ResourcePatch {
  private static final int MOST_OPERATIONS = 1000;

  /** Copies of copies double the resource each time. */
  private static final int MOST_COPIED = 100_000;

  private static final Set<String> WITH_VALUE = Set.of("add", "replace", "test");
  private static final Set<String> WITH_FROM = Set.of("move", "copy");

  private record Operation(
      String op, Pointer path, @Nullable Pointer from, JsonNode value, String place) {}

  private final List<Operation> operations;

  private JsonPatch(List<Operation> operations) {
    this.operations = operations;
  }

  static JsonPatch of(JsonNode body, String place) {
    if (body.size() > MOST_OPERATIONS) {
      throw new TooLarge("A patch has at most " + MOST_OPERATIONS + " operations.");
    }
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < body.size(); i++) {
      operations.add(operation(body.get(i), ResourcePatch.at(place, "patch[" + i + "]")));
    }
    return new JsonPatch(operations);
  }

  private static Operation operation(JsonNode node, String place) {
    String op = node.path("op").asText();
    if (!WITH_VALUE.contains(op) && !WITH_FROM.contains(op) && !op.equals("remove")) {
      throw new InvalidInput("op is add, remove, replace, move, copy or test.", place + ".op");
    }
    if (WITH_VALUE.contains(op) && !node.has("value")) {
      throw new InvalidInput("The operation needs a value.", place + ".value");
    }
    return new Operation(
        op,
        Pointer.of(node.path("path").textValue(), place + ".path"),
        WITH_FROM.contains(op) ? Pointer.of(node.path("from").textValue(), place + ".from") : null,
        node.path("value"),
        place);
  }

  @Override
  public ObjectNode apply(ObjectNode resource) {
    ObjectNode holder = Pointer.holding(Json.object(), resource.deepCopy());
    int copied = 0;
    for (Operation operation : operations) {
      Pointer from = operation.from == null ? operation.path : operation.from;
      switch (operation.op) {
        case "add" -> operation.path.add(holder, operation.value.deepCopy());
        case "remove" -> operation.path.remove(holder);
        case "replace" -> operation.path.replace(holder, operation.value.deepCopy());
        case "move" -> {
          if (operation.path.isWithin(from)) {
            throw new InvalidInput("Nothing can be moved into itself.", operation.place);
          }
          operation.path.add(holder, from.remove(holder));
        }
        case "copy" -> {
          JsonNode source = from.get(holder);
          copied += size(source);
          if (copied > MOST_COPIED) {
            throw new TooLarge("The patch copies too much.");
          }
          operation.path.add(holder, source.deepCopy());
        }
        default -> test(operation, holder);
      }
    }
    if (Pointer.document(holder) instanceof ObjectNode changed) {
      return changed;
    }
    throw new Unprocessable("The patch leaves no resource.", operations.getLast().place);
  }

  private static void test(Operation operation, ObjectNode holder) {
    boolean same =
        operation.value.equals(
            (a, b) ->
                a.equals(b)
                        || (a.isNumber()
                            && b.isNumber()
                            && a.decimalValue().compareTo(b.decimalValue()) == 0)
                    ? 0
                    : 1,
            operation.path.get(holder));
    if (!same) {
      throw new Unprocessable("The test of the patch does not hold.", operation.place);
    }
  }

  private static int size(JsonNode node) {
    int size = 1;
    for (JsonNode child : node) {
      size += size(child);
    }
    return size;
  }
}
