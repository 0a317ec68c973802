package io.salus.records.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.Unprocessable;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FhirPathPatchTest {
  private static final String PATIENT =
      """
      {'resourceType':'Patient','id':'p','active':true,
       'name':[{'use':'official','family':'Ash','given':['Ann','B','C'],'_given':[null,{'id':'x'}]},{'text':'Annie'}],
       'contact':[{'gender':'male'}],'deceasedBoolean':true,'multipleBirthInteger':2}\
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          replace ; Patient.active                         ; ''       ; 'valueBoolean':false                       ; /active          ; false
          replace ; Patient.deceased                       ; ''       ; 'valueDateTime':'2020'                     ; /deceasedDateTime; '2020'
          replace ; Patient.name.where(use='official').family; ''     ; 'valueString':'Oak'                        ; /name/0/family   ; 'Oak'
          replace ; Patient.name.given[2]                  ; ''       ; 'valueString':'D'                          ; /name/0/given    ; ['Ann','B','D']
          add     ; Patient                                ; birthDate; 'valueDate':'1980-01-01'                   ; /birthDate       ; '1980-01-01'
          add     ; Patient                                ; telecom  ; 'valueContactPoint':{'value':'1'}          ; /telecom         ; [{'value':'1'}]
          add     ; Patient.name[1]                        ; given    ; 'valueString':'A'                          ; /name/1/given    ; ['A']
          add     ; Patient.contact[0]                     ; name     ; 'valueHumanName':{'text':'M'}              ; /contact/0/name  ; {'text':'M'}
          add     ; Patient                                ; contact  ; 'part':[{'name':'gender','valueCode':'female'},{'name':'telecom','valueContactPoint':{'value':'2'}}] ; /contact/1 ; {'gender':'female','telecom':[{'value':'2'}]}
          delete  ; Patient.active                         ; ''       ; ''                                         ; /active          ; ''
          delete  ; Patient.name[1].text                   ; ''       ; ''                                         ; /name/1          ; ''
          delete  ; Patient.contact.gender                 ; ''       ; ''                                         ; /contact         ; ''
          delete  ; Patient.photo                          ; ''       ; ''                                         ; /photo           ; ''
          delete  ; Patient.name[0].given[0]               ; ''       ; ''                                         ; /name/0/_given   ; [{'id':'x'}]
          """)
  void changesWhatThePathSelects(
      String type, String path, String name, String value, String at, String expected) {
    String parts =
        name.length() > 2 || !name.contains("'")
            ? part("name", "'valueString':'" + name + "'")
            : "";
    String valuePart = value.length() < 3 ? "" : ",{'name':'value'," + value + "}";

    ObjectNode patched = apply(type, path, parts + valuePart);

    JsonNode found = patched.at(at);
    if (expected.length() < 3) {
      assertEquals(true, found.isMissingNode(), found.toString());
    } else {
      assertEquals(json("{'x':" + expected + "}").get("x"), found);
    }
  }

  @Test
  void insertsAndMovesWithinLists() {
    String value = ",{'name':'value','valueString':'Z'}";
    assertEquals(
        "[\"Ann\",\"Z\",\"B\",\"C\"]",
        apply("insert", "Patient.name[0].given", number("index", 1) + value)
            .at("/name/0/given")
            .toString());
    assertEquals(
        "[\"B\",\"C\",\"Ann\"]",
        apply("move", "Patient.name[0].given", number("source", 0) + number("destination", 2))
            .at("/name/0/given")
            .toString());
    assertEquals(
        "[\"Z\"]",
        apply("insert", "Patient.name[1].given", number("index", 0) + value)
            .at("/name/1/given")
            .toString());
  }

  @Test
  void appliesOperationsInOrder() {
    ObjectNode parameters = Json.object().put("resourceType", "Parameters");
    ArrayNode list = parameters.putArray("parameter");
    list.add(json(operation("delete", "Patient.name[0]", "")));
    list.add(json(operation("delete", "Patient.name[0]", "")));

    ObjectNode patched = ResourcePatch.of(parameters, "").apply(json(PATIENT));

    assertEquals(true, patched.path("name").isMissingNode());
  }

  @Test
  void doesNotFit() {
    String value = ",{'name':'value','valueString':'Z'}";
    String family = part("name", "'valueString':'family'") + value;
    for (String path : new String[] {"Patient.name", "Patient.photo", "Patient.active", "1 + 1"}) {
      assertThrows(Unprocessable.class, () -> apply("add", path, family), path);
    }
    assertThrows(Unprocessable.class, () -> apply("add", "Patient.name[0]", family));
    assertThrows(Unprocessable.class, () -> apply("delete", "Patient.name", ""));
    assertThrows(Unprocessable.class, () -> apply("delete", "Patient", ""));
    assertThrows(Unprocessable.class, () -> apply("replace", "Patient.photo", value));
    assertThrows(
        Unprocessable.class, () -> apply("insert", "Patient.name", number("index", 3) + value));
    assertThrows(
        Unprocessable.class,
        () -> apply("move", "Patient.name", number("source", 0) + number("destination", 2)));
    assertThrows(
        Unprocessable.class, () -> apply("insert", "Patient.active", number("index", 0) + value));
  }

  @Test
  void isNoPatch() {
    assertThrows(InvalidInput.class, () -> apply("remove", "Patient.active", ""));
    assertThrows(InvalidInput.class, () -> apply("delete", "Patient..active", ""));
    assertThrows(InvalidInput.class, () -> apply("replace", "Patient.active", ""));
    assertThrows(
        InvalidInput.class, () -> apply("add", "Patient", part("name", "'valueString':'none'")));
    assertThrows(InvalidInput.class, () -> apply("insert", "Patient.name", ""));
    assertThrows(InvalidInput.class, () -> ResourcePatch.of(json(PATIENT), ""));
  }

  private static String part(String name, String value) {
    return ",{'name':'" + name + "'," + value + "}";
  }

  private static String number(String name, int value) {
    return part(name, "'valueInteger':" + value);
  }

  private static String operation(String type, String path, String parts) {
    return ("{'name':'operation','part':[{'name':'type','valueCode':'%s'},"
            + "{'name':'path','valueString':'%s'}%s]}")
        .formatted(type, path, parts);
  }

  private static ObjectNode apply(String type, String path, String parts) {
    String operation =
        "{'name':'operation','part':[{'name':'type','valueCode':'%s'}%s]}".formatted(type, parts);
    ObjectNode parameter = json(operation);
    ((ArrayNode) parameter.get("part")).addObject().put("name", "path").put("valueString", path);
    ObjectNode parameters = Json.object().put("resourceType", "Parameters");
    parameters.putArray("parameter").add(parameter);
    return ResourcePatch.of(parameters, "").apply(json(PATIENT));
  }

  private static ObjectNode json(String text) {
    return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
