package io.salus.records.validation;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salus.records.definition.R4;
import io.salus.records.definition.TypeKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrimitivesTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          boolean      | true
          integer      | -2147483648
          integer      | 0
          unsignedInt  | 0
          positiveInt  | 1
          decimal      | 0.0000000000000000000000000001
          decimal      | -1E+20
          decimal      | 123456789012345678901234567890
          string       | " a  b\\n\\t"
          string       | "😀"
          markdown     | "# title"
          code         | "a b"
          id           | "A-1.b"
          uri          | "urn:uuid:c757873d-ec9a-4326-a141-556f43239520"
          canonical    | "http://example.org/x"
          url          | "http://example.org/ä"
          oid          | "urn:oid:2.16.840.0"
          uuid         | "urn:uuid:c757873d-ec9a-4326-a141-556f43239520"
          base64Binary | "YQ=="
          base64Binary | "YWJj\\n YWJj"
          xhtml        | "<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p>x</p></div>"
          time         | "23:59:60.5"
          date         | "2024-02"
          dateTime     | "2024"
          dateTime     | "2024-02-29T10:00:00.1+14:00"
          instant      | "2015-02-07T13:28:17.239+02:00"
          """)
  void takes(String type, String json) {
    assertNull(Primitives.problem(type, json(json)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          boolean      | "true"
          boolean      | 1
          integer      | 2147483648
          integer      | 1.0
          integer      | "1"
          unsignedInt  | -1
          positiveInt  | 0
          decimal      | "1.5"
          decimal      | 1E999999999
          decimal      | 1E-999999999
          string       | ""
          string       | "a\\u0000"
          string       | "\\ud800"
          string       | 1
          markdown     | "\\u001b"
          code         | " a"
          code         | "a "
          code         | "a  b"
          id           | "a_b"
          id           | "12345678901234567890123456789012345678901234567890123456789012345"
          uri          | "a b"
          url          | "\\ta"
          oid          | "urn:oid:3.1"
          oid          | "urn:oid:1.02"
          oid          | "urn:oid:1."
          oid          | "1.2.3"
          uuid         | "urn:uuid:C757873D-EC9A-4326-A141-556F43239520"
          uuid         | "c757873d-ec9a-4326-a141-556f43239520"
          base64Binary | "YQ="
          base64Binary | "Y==="
          base64Binary | "a-b_"
          xhtml        | "text"
          xhtml        | "<div><SCRIPT>x</SCRIPT></div>"
          time         | "24:00:00"
          time         | "10:00"
          time         | "10:00:00Z"
          date         | "2024-02-30"
          date         | "2024-02-01T10:00:00Z"
          dateTime     | "2024-02-29T10:00:00"
          dateTime     | "2024-02-29T10:00Z"
          instant      | "2015-02-07"
          instant      | "2015-02-07T13:28:17"
          """)
  void refuses(String type, String json) {
    assertNotNull(Primitives.problem(type, json(json)));
  }

  @Test
  void knowsTheFormatOfEveryPrimitiveType() {
    R4.resourceTypes().stream()
        .flatMap(type -> R4.type(type).stream())
        .flatMap(type -> type.elements().stream())
        .flatMap(element -> element.types().stream())
        .flatMap(name -> R4.type(name).stream())
        .filter(type -> type.kind() == TypeKind.PRIMITIVE)
        .forEach(type -> assertNotNull(Primitives.problem(type.name(), json("[]"))));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
