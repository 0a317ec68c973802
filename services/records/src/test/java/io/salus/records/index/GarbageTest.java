package io.salus.records.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.definition.ElementDefinition;
import io.salus.records.definition.R4;
import io.salus.records.definition.TypeDefinition;
import io.salus.records.definition.TypeKind;
import io.salus.records.validation.Issue;
import io.salus.records.validation.Validator;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random resources, half right and half wrong: whatever comes in, there is an answer. */
class GarbageTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String SECRET = "secret value";

  private final Random random = new Random(42);

  @Test
  void answersWithIssuesAndNeverThrows() {
    List<String> types = R4.resourceTypes().stream().sorted().toList();
    int valid = 0;
    for (int i = 0; i < 3_000; i++) {
      String type = types.get(i % types.size());
      ObjectNode resource = JSON.objectNode().put("resourceType", type);
      fill(resource, R4.type(type).orElseThrow(), 4, 0.2);
      List<Issue> issues = Validator.validate(resource);
      valid += issues.isEmpty() ? 1 : 0;
      issues.forEach(issue -> assertFalse(issue.toString().contains(SECRET), issue::toString));
      IndexEntries entries = Indexer.index(resource);
      assertTrue(entries.patients().size() <= entries.references().size() + 1);
    }
    assertTrue(valid < 300, "almost all are wrong");
  }

  @Test
  void takesAnyJsonForAResource() {
    for (int i = 0; i < 500; i++) {
      JsonNode garbage = garbage(5);
      assertFalse(Validator.validate(garbage).isEmpty());
      assertEquals(List.of(), Indexer.index(garbage).tokens());
    }
  }

  @Test
  void takesTimeInProportionToTheSize() {
    for (String type : List.of("Patient", "Observation", "Claim", "Questionnaire", "Bundle")) {
      ObjectNode resource = JSON.objectNode().put("resourceType", type);
      for (ElementDefinition element : R4.type(type).orElseThrow().elements()) {
        ArrayNode many = JSON.arrayNode();
        for (int i = 0; i < 5_000; i++) {
          many.add(JSON.objectNode().put("reference", "Patient/" + i).put("value", "v" + i));
        }
        resource.set(element.jsonName(element.types().getFirst()), many);
      }
      assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Indexer.index(resource), type);
    }
  }

  @Test
  void boundsThePairsOfOneElement() {
    ObjectNode component = JSON.objectNode();
    ArrayNode codes = component.putObject("code").putArray("coding");
    ArrayNode values = component.putObject("valueCodeableConcept").putArray("coding");
    for (int i = 0; i < 20_000; i++) {
      codes.addObject().put("code", "c" + i);
      values.addObject().put("code", "v" + i);
    }
    ObjectNode observation = JSON.objectNode().put("resourceType", "Observation");
    observation.putArray("component").add(component);
    IndexEntries entries =
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Indexer.index(observation));
    assertTrue(entries.of(IndexEntries.Pair.class).size() <= 10_001);
  }

  @Test
  void goesAsDeepAsJsonDoes() {
    ObjectNode item = JSON.objectNode().put("linkId", "leaf");
    for (int i = 0; i < 1_000; i++) {
      ObjectNode parent = JSON.objectNode().put("linkId", "x");
      parent.putArray("item").add(item);
      parent.putArray("extension").addObject().set("valueReference", item);
      item = parent;
    }
    for (String type : List.of("Questionnaire", "QuestionnaireResponse", "Consent", "Bundle")) {
      ObjectNode resource = JSON.objectNode().put("resourceType", type).put("id", "x");
      resource.set("item", item);
      resource.set("provision", item);
      resource.set("entry", item);
      assertFalse(Indexer.index(resource).tokens().isEmpty());
    }
  }

  private void fill(ObjectNode node, TypeDefinition type, int depth, double wrong) {
    for (ElementDefinition element : type.elements()) {
      boolean wanted = element.min() > 0 || random.nextInt(4) == 0;
      if (wanted) {
        String name = element.types().get(random.nextInt(element.types().size()));
        TypeDefinition of = R4.type(name).orElseThrow();
        boolean list = element.list() ^ (random.nextDouble() < wrong / 4);
        JsonNode value = value(of, depth, wrong);
        node.set(element.jsonName(name), list ? JSON.arrayNode().add(value) : value);
      }
    }
  }

  private JsonNode value(TypeDefinition type, int depth, double wrong) {
    if (depth == 0 || random.nextDouble() < wrong) {
      return garbage(2);
    }
    if (type.kind() == TypeKind.PRIMITIVE) {
      return primitive();
    }
    ObjectNode node = JSON.objectNode();
    if (type.kind() == TypeKind.ANY_RESOURCE) {
      TypeDefinition patient = R4.type("Patient").orElseThrow();
      node.put("resourceType", "Patient");
      fill(node, patient, depth - 1, wrong);
    } else {
      fill(node, type, depth - 1, wrong);
    }
    return node;
  }

  private JsonNode primitive() {
    return switch (random.nextInt(7)) {
      case 0 -> JSON.booleanNode(true);
      case 1 -> JSON.numberNode(random.nextInt());
      case 2 -> JSON.textNode("2024-03-09T10:00:00Z");
      case 3 -> JSON.textNode("Patient/" + random.nextInt(10));
      case 4 -> JSON.numberNode(new BigDecimal("1E-99999999"));
      default -> JSON.textNode(SECRET);
    };
  }

  private JsonNode garbage(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.textNode("");
      case 2 -> JSON.numberNode(random.nextDouble() * 1e300);
      case 3 -> JSON.textNode("\u0000\ud800 " + SECRET);
      case 4 -> JSON.numberNode(Double.NaN);
      case 5 -> JSON.textNode("#/" + "../".repeat(random.nextInt(5)) + "_history/");
      case 6 -> {
        ArrayNode array = JSON.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(garbage(depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = JSON.objectNode();
        for (String key : List.of("coding", "value", "start", "reference", "low", SECRET)) {
          if (random.nextBoolean()) {
            object.set(key, garbage(depth - 1));
          }
        }
        yield object;
      }
    };
  }
}
