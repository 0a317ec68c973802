package io.salus.records.everything;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.records.bulk.TestCalls;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class EverythingIT {
  private static final Set<String> RECORD =
      Set.of(
          "Patient/ann",
          "Encounter/visit",
          "Observation/weight",
          "Observation/old",
          "MedicationRequest/pills",
          "Group/both");
  private static final Set<String> SHARED =
      Set.of("Practitioner/doc", "Organization/house", "Location/room", "Medication/drug");

  @Inject TestCalls calls;

  @Test
  void givesARecordAndWhatItRefersTo() {
    Caller clinic = record("everything-all");

    JsonNode bundle = everything(clinic, "Patient/ann/$everything");

    assertEquals(union(RECORD, SHARED), Set.copyOf(ids(bundle)));
    assertEquals("Patient/ann", ids(bundle).getFirst());
    assertEquals(RECORD.size(), bundle.path("total").asInt());
    for (JsonNode entry : bundle.path("entry")) {
      String id = id(entry);
      assertEquals(
          SHARED.contains(id) ? "include" : "match", entry.at("/search/mode").asText(), id);
      assertEquals(TestCalls.BASE + "/" + id, entry.path("fullUrl").asText());
    }
  }

  @Test
  void leavesOutWhatIsNotAskedFor() {
    Caller clinic = record("everything-some");

    assertEquals(
        Set.of("Patient/ann", "Practitioner/doc"),
        Set.copyOf(ids(everything(clinic, "Patient/ann/$everything?_type=Patient,Practitioner"))));
    assertEquals(
        Set.of(), Set.copyOf(ids(everything(clinic, "Patient/ann/$everything?_since=2999"))));
    Set<String> recent =
        Set.copyOf(ids(everything(clinic, "Patient/ann/$everything?start=2024-01-01")));
    assertTrue(recent.contains("Observation/weight"));
    assertTrue(recent.contains("Patient/ann"), "what has no time of care is in");
    assertTrue(!recent.contains("Observation/old"), "older care is out");
  }

  @Test
  void pagesHoldEverythingOnce() {
    Caller clinic = record("everything-pages");
    List<String> all = new ArrayList<>();

    String address = "Patient/ann/$everything?_count=3";
    while (!address.isEmpty()) {
      JsonNode page = everything(clinic, address);
      assertTrue(page.path("entry").size() <= 3);
      all.addAll(ids(page));
      if (all.size() == 3) {
        // A write between the pages moves nothing.
        calls.put(clinic, observation("weight", "2025-05-05"));
      }
      address = next(page);
    }

    assertEquals(union(RECORD, SHARED).size(), all.size());
    assertEquals(union(RECORD, SHARED), Set.copyOf(all));
  }

  @Test
  void aPageLinkServesNobodyElse() {
    Caller clinic = record("everything-links");
    String link = next(everything(clinic, "Patient/ann/$everything?_count=3"));

    assertThrows(
        InvalidInput.class, () -> everything(clinic, link.replace("Patient/ann", "Patient/bob")));
    assertThrows(
        InvalidInput.class, () -> everything(TestCalls.patient("everything-links", "ann"), link));
  }

  @Test
  void aPatientGetsTheirOwnRecordOnly() {
    record("everything-patient");
    Caller ann = TestCalls.patient("everything-patient", "ann");

    assertEquals(RECORD, Set.copyOf(ids(everything(ann, "Patient/ann/$everything"))));
    assertEquals(RECORD, Set.copyOf(ids(everything(ann, "Patient/$everything"))));
    assertThrows(NotFound.class, () -> everything(ann, "Patient/bob/$everything"));
    assertEquals(
        Set.of("Encounter/visit", "Observation/weight", "Patient/ann"),
        Set.copyOf(ids(everything(ann, "Encounter/visit/$everything"))));
  }

  @Test
  void scopesBoundTheTypes() {
    record("everything-scopes");
    Caller few =
        new Caller(
            "everything-scopes",
            "tester",
            Set.of("user/Patient.rs", "user/Observation.rs"),
            null,
            null);

    assertEquals(
        Set.of("Patient/ann", "Observation/weight", "Observation/old"),
        Set.copyOf(ids(everything(few, "Patient/ann/$everything"))));
    assertThrows(Forbidden.class, () -> everything(few, "Patient/ann/$everything?_type=Encounter"));
    assertThrows(Forbidden.class, () -> everything(few, "Encounter/visit/$everything"));
  }

  @Test
  void anotherTenantHasNoSuchPatient() {
    record("everything-mine");
    Caller other = TestCalls.clinic("everything-theirs");

    assertThrows(NotFound.class, () -> everything(other, "Patient/ann/$everything"));
  }

  @Test
  void anEncounterComesWithItsPatientAndWhatHappened() {
    Caller clinic = record("everything-encounter");

    assertEquals(
        Set.of(
            "Encounter/visit",
            "Observation/weight",
            "Patient/ann",
            "Practitioner/doc",
            "Location/room",
            "Organization/house"),
        Set.copyOf(ids(everything(clinic, "Encounter/visit/$everything"))));
  }

  private Caller record(String tenant) {
    Caller clinic = TestCalls.clinic(tenant);
    calls.put(
        clinic,
        "{\"resourceType\":\"Patient\",\"id\":\"ann\",\"generalPractitioner\":[{\"reference\":\"Practitioner/doc\"}]}",
        "{\"resourceType\":\"Patient\",\"id\":\"bob\"}",
        "{\"resourceType\":\"Practitioner\",\"id\":\"doc\"}",
        "{\"resourceType\":\"Practitioner\",\"id\":\"stranger\"}",
        "{\"resourceType\":\"Organization\",\"id\":\"house\"}",
        "{\"resourceType\":\"Location\",\"id\":\"room\",\"managingOrganization\":{\"reference\":\"Organization/house\"}}",
        "{\"resourceType\":\"Medication\",\"id\":\"drug\"}",
        "{\"resourceType\":\"Encounter\",\"id\":\"visit\",\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},"
            + "\"subject\":{\"reference\":\"Patient/ann\"},\"location\":[{\"location\":{\"reference\":\"Location/room\"}}],"
            + "\"period\":{\"start\":\"2025-05-05\",\"end\":\"2025-05-06\"}}",
        observation("weight", "2025-05-05"),
        observation("old", "1999-01-01")
            .replace("\"encounter\":{\"reference\":\"Encounter/visit\"},", ""),
        "{\"resourceType\":\"MedicationRequest\",\"id\":\"pills\",\"status\":\"active\",\"intent\":\"order\","
            + "\"subject\":{\"reference\":\"Patient/ann\"},\"medicationReference\":{\"reference\":\"Medication/drug\"}}",
        "{\"resourceType\":\"Group\",\"id\":\"both\",\"type\":\"person\",\"actual\":true,\"member\":["
            + "{\"entity\":{\"reference\":\"Patient/ann\"}},{\"entity\":{\"reference\":\"Patient/bob\"}}]}",
        observation("others", "2025-05-05")
            .replace("Patient/ann", "Patient/bob")
            .replace("\"encounter\":{\"reference\":\"Encounter/visit\"},", ""));
    return clinic;
  }

  private static String observation(String id, String day) {
    return """
    {"resourceType":"Observation","id":"%s","status":"final","code":{"text":"weight"},
     "encounter":{"reference":"Encounter/visit"},"performer":[{"reference":"Practitioner/doc"}],
     "subject":{"reference":"Patient/ann"},"effectiveDateTime":"%s"}\
    """
        .formatted(id, day);
  }

  private JsonNode everything(Caller caller, String address) {
    return TestCalls.json(calls.get(caller, address));
  }

  private static String next(JsonNode bundle) {
    for (JsonNode link : bundle.path("link")) {
      if (link.path("relation").asText().equals("next")) {
        return link.path("url").asText().substring(TestCalls.BASE.length() + 1);
      }
    }
    return "";
  }

  private static List<String> ids(JsonNode bundle) {
    List<String> ids = new ArrayList<>();
    bundle.path("entry").forEach(entry -> ids.add(id(entry)));
    return ids;
  }

  private static String id(JsonNode entry) {
    return entry.at("/resource/resourceType").asText() + "/" + entry.at("/resource/id").asText();
  }

  private static Set<String> union(Set<String> first, Set<String> second) {
    Set<String> all = new TreeSet<>(first);
    all.addAll(second);
    return all;
  }
}
