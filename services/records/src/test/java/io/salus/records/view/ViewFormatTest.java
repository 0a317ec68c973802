package io.salus.records.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jerolba.carpet.CarpetReader;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewFormatTest {
  private static final View VIEW =
      View.compile(
          json(
              """
              {"resource":"Patient","select":[{"column":[
                {"name":"id","path":"id"},
                {"name":"active","path":"active","type":"boolean"},
                {"name":"births","path":"multipleBirth.ofType(integer)","type":"integer"},
                {"name":"weight","path":"extension('w').value.ofType(decimal)","type":"decimal"},
                {"name":"family","path":"name.family","collection":true}]}]}
              """));

  private static final List<JsonNode> PATIENTS =
      List.of(
          json(
              """
              {"resourceType":"Patient","id":"a","active":true,"multipleBirthInteger":2,
               "extension":[{"url":"w","valueDecimal":70.50}],"name":[{"family":"O, B"},{"family":"é"}]}
              """),
          json("{\"resourceType\":\"Patient\",\"id\":\"b\"}"));

  @TempDir Path directory;

  @Test
  void writesALineARowWithEveryColumnAndEveryDigit() throws IOException {
    assertEquals(
        """
        {"id":"a","active":true,"births":2,"weight":70.50,"family":["O, B","é"]}
        {"id":"b","active":null,"births":null,"weight":null,"family":[]}
        """,
        text(ViewFormat.NDJSON, true, PATIENTS));
  }

  @Test
  void writesNamesAndTextsThatNeedEscapes() throws IOException {
    var view =
        View.compile(
            json(
                """
                {"resource":"Patient","select":[{"column":[
                  {"name":"id","path":"id"},
                  {"name":"family","path":"name.first().family"},
                  {"name":"born","path":"birthDate"}]}]}
                """));
    var names = List.of("plain", "a \"b\" \\ c", "two\nlines\u0001", "Škoda 😀", "\u007f", "");
    for (String name : names) {
      var patient = Json.object().put("resourceType", "Patient").put("id", "a");
      patient.putArray("name").addObject().put("family", name);
      var line =
          new ObjectMapper().readTree(bytes(view, ViewFormat.NDJSON, true, List.of(patient)));

      assertEquals(name, line.get("family").textValue());
      assertEquals(
          List.of("id", "family", "born"), line.propertyStream().map(Map.Entry::getKey).toList());
    }
  }

  @Test
  void writesAnArrayAlsoOfNothing() throws IOException {
    var rows = new ObjectMapper().readTree(text(ViewFormat.JSON, true, PATIENTS));

    assertEquals(2, rows.size());
    assertEquals("b", rows.get(1).get("id").asText());
    assertEquals("[]", text(ViewFormat.JSON, true, List.of()));
  }

  @Test
  void quotesWhatCsvWouldMistake() throws IOException {
    assertEquals(
        """
        id,active,births,weight,family
        a,true,2,70.50,"[""O, B"",""é""]"
        b,,,,[]
        """,
        text(ViewFormat.CSV, true, PATIENTS));
    assertTrue(text(ViewFormat.CSV, false, PATIENTS).startsWith("a,true"));
  }

  @Test
  void tellsAnEmptyTextFromNoneInCsv() throws IOException {
    var view =
        View.compile(
            json(
                "{\"resource\":\"Patient\",\"select\":[{\"column\":[{\"name\":\"a\",\"path\":\"''\"},{\"name\":\"b\",\"path\":\"'say"
                    + " \\\"x\\\"'\"},{\"name\":\"c\",\"path\":\"photo\"}]}]}"));

    assertEquals(
        "\"\",\"say \"\"x\"\"\",\n",
        new String(
            bytes(view, ViewFormat.CSV, false, PATIENTS.subList(0, 1)), StandardCharsets.UTF_8));
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // Carpet reads rows without a class as raw maps.
  void keepsTypesInParquet() throws IOException {
    var file = directory.resolve("rows.parquet");
    Files.write(file, bytes(ViewFormat.PARQUET, true, PATIENTS));

    List<Map<String, @Nullable Object>> rows =
        (List) new CarpetReader<Map>(file.toFile(), Map.class).toList();

    assertEquals(
        Map.of(
            "id", "a", "active", true, "births", 2, "weight", 70.5, "family", List.of("O, B", "é")),
        rows.getFirst());
    assertEquals(null, rows.get(1).get("weight"));
  }

  @Test
  void refusesAValueThatIsNotOfItsColumnsType() {
    var wrong = json("{\"resourceType\":\"Patient\",\"id\":\"c\",\"active\":\"yes\"}");

    var error =
        assertThrows(ViewException.class, () -> bytes(ViewFormat.PARQUET, true, List.of(wrong)));

    assertEquals("active", error.place());
  }

  @Test
  void knowsFormatsByNameAndByMediaType() {
    assertEquals(ViewFormat.PARQUET, ViewFormat.named("parquet"));
    assertEquals(ViewFormat.CSV, ViewFormat.named("text/csv"));
    assertEquals(ViewFormat.JSON, ViewFormat.accepted("text/html, application/json;q=0.9"));
    assertEquals(ViewFormat.NDJSON, ViewFormat.accepted("*/*"));
    assertThrows(InvalidInput.class, () -> ViewFormat.named("xml"));
  }

  private static String text(ViewFormat format, boolean header, List<JsonNode> resources)
      throws IOException {
    return new String(bytes(format, header, resources), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ViewFormat format, boolean header, List<JsonNode> resources)
      throws IOException {
    return bytes(VIEW, format, header, resources);
  }

  private static byte[] bytes(
      View view, ViewFormat format, boolean header, List<JsonNode> resources) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var output = format.output(view, bytes, header);
    for (var resource : resources) {
      encode(output, view.rows(resource));
    }
    output.finish();
    return bytes.toByteArray();
  }

  private static <B> void encode(RowOutput<B> output, List<@Nullable JsonNode[]> rows)
      throws IOException {
    var encoder = output.encoder();
    rows.forEach(encoder::add);
    output.write(encoder.take());
  }

  private static JsonNode json(String text) {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
