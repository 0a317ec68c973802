package io.salus.records.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs cases in the format of the official SQL on FHIR v2 tests, from bytes as they are stored: our
 * own from the test resources, and the official ones where a folder
 * `shared/standards/sql-on-fhir-v2/tests` lies beside the repository.
 */
class ViewConformanceTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  @TestFactory
  Stream<DynamicContainer> ownCases() throws IOException {
    return files(Path.of("src/test/resources/view"));
  }

  @TestFactory
  Stream<DynamicContainer> officialCases() throws IOException {
    var folder = official();
    return folder == null ? Stream.empty() : files(folder);
  }

  private static @Nullable Path official() {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      var folder = at.resolve("shared/standards/sql-on-fhir-v2/tests");
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    return null;
  }

  private static Stream<DynamicContainer> files(Path folder) throws IOException {
    try (var list = Files.list(folder)) {
      return list.sorted().toList().stream().map(ViewConformanceTest::file);
    }
  }

  private static DynamicContainer file(Path file) {
    try {
      var suite = JSON.readTree(file.toFile());
      var tests = new ArrayList<org.junit.jupiter.api.DynamicNode>();
      for (var test : suite.get("tests")) {
        tests.add(
            dynamicTest(test.get("title").asText(), () -> check(suite.get("resources"), test)));
      }
      return dynamicContainer(String.valueOf(file.getFileName()), tests);
    } catch (IOException e) {
      throw new AssertionError("cannot read " + file, e);
    }
  }

  private static void check(JsonNode resources, JsonNode test) {
    if (test.path("expectError").asBoolean()) {
      assertThrows(ViewException.class, () -> rows(resources, test));
      return;
    }
    assertEquals(
        sorted(test.get("expect").valueStream().map(ViewConformanceTest::canonical)),
        sorted(rows(resources, test).stream()));
    if (test.has("expectColumns")) {
      assertEquals(
          test.get("expectColumns").valueStream().map(JsonNode::asText).toList(),
          View.compile(test.get("view")).columns().stream().map(Column::name).toList());
    }
  }

  private static List<String> rows(JsonNode resources, JsonNode test) {
    var view = View.compile(test.get("view"));
    var reader = new ViewReader(view);
    var rows = new ArrayList<String>();
    for (var resource : resources) {
      for (var values : reader.rows(bytes(resource))) {
        var row = JSON.createObjectNode();
        for (int i = 0; i < values.length; i++) {
          row.set(view.columns().get(i).name(), values[i]);
        }
        rows.add(canonical(row));
      }
    }
    return rows;
  }

  private static byte[] bytes(JsonNode resource) {
    try {
      return JSON.writeValueAsBytes(resource);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> sorted(Stream<String> rows) {
    return rows.sorted().toList();
  }

  /** Order of fields and the spelling of numbers do not matter. */
  private static String canonical(JsonNode row) {
    var fields = new TreeMap<String, String>();
    for (var field : row.properties()) {
      var value = field.getValue();
      fields.put(
          field.getKey(),
          value.isNumber()
              ? new BigDecimal(value.asText()).stripTrailingZeros().toPlainString()
              : value.toString());
    }
    return fields.toString();
  }
}
