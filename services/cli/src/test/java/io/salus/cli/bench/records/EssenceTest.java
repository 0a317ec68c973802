package io.salus.cli.bench.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.salus.cli.terminal.Json;
import org.junit.jupiter.api.Test;

class EssenceTest {
  private final Essence essence = new Essence(new People());

  @Test
  void leavesOutWhatEachServerMakesForItself() throws JsonProcessingException {
    assertEquals(
        of("{'resourceType':'Patient','id':'1','meta':{'versionId':'1'},'gender':'male'}"),
        of("{'gender':'male','text':{'status':'generated'},'resourceType':'Patient','id':'x'}"));
  }

  @Test
  void seesADifferenceAnywhereElse() throws JsonProcessingException {
    assertNotEquals(
        of("{'resourceType':'Patient','name':[{'id':'1'}]}"),
        of("{'resourceType':'Patient','name':[{'id':'2'}]}"));
  }

  @Test
  void takesReferencesByTheirType() throws JsonProcessingException {
    assertEquals(
        of("{'encounter':{'reference':'Encounter/1'}}"),
        of("{'encounter':{'reference':'http://peer/fhir/Encounter/22/_history/1'}}"));
    assertNotEquals(
        of("{'encounter':{'reference':'Encounter/1'}}"),
        of("{'encounter':{'reference':'Condition/1'}}"));
  }

  private String of(String json) throws JsonProcessingException {
    return essence.of(Json.MAPPER.readTree(json.replace('\'', '"')));
  }
}
