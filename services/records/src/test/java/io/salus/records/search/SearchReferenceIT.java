package io.salus.records.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Change;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceId;
import io.salus.records.store.StoreFixture;
import io.salus.records.store.TenantHash;
import io.salus.records.transaction.IndexedFixture;
import io.salus.service.security.Caller;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random searches on random records answer what a naive search does, whichever plan runs. */
class SearchReferenceIT {
  private static final String BASE = "http://salus.test/fhir";
  private static final List<String> TYPES =
      List.of("Patient", "Observation", "Observation", "Encounter", "RiskAssessment");
  private static final int PATIENTS = 12;

  private static StoreFixture store;

  /** No question of this test needs terminology. */
  @SuppressWarnings("NullAway") // never asked
  private static final CodeSets codeSets = new CodeSets(null);

  private static final NaiveSearch naive = new NaiveSearch();

  @BeforeAll
  static void store() {
    store = new StoreFixture();
    List<ObjectNode> resources = new RandomRecords(1, PATIENTS).make();
    resources.forEach(naive::add);
    write("mine", resources);
    List<ObjectNode> foreign = new RandomRecords(2, PATIENTS).make();
    write("theirs", foreign);
  }

  private static void write(String tenant, List<ObjectNode> resources) {
    TenantHash hash = store.hash(tenant);
    List<Change> changes = resources.stream().map(r -> IndexedFixture.post(hash, r)).toList();
    store.apply(tenant, changes);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @ParameterizedTest
  @EnumSource(Plans.class)
  void findsWhatANaiveSearchFinds(Plans plans) {
    RandomRecords questions = new RandomRecords(7, PATIENTS);
    Caller everybody = StoreFixture.caller("mine");
    Caller patient = new Caller("mine", "p1", Set.of("patient/*.rs", "system/*.cruds"), "p1", null);
    for (int i = 0; i < 90; i++) {
      String type = TYPES.get(i % TYPES.size());
      String query = questions.query(type);
      check(plans, everybody, type, query);
      check(plans, patient, type, query);
      String sorted = query + questions.sort(type);
      check(plans, i % 2 == 0 ? everybody : patient, type, sorted);
      checkIncludes(plans, i % 2 == 0 ? everybody : patient, type, query + questions.include(type));
    }
  }

  private void check(Plans plans, Caller caller, String type, String query) {
    Search search = SearchParser.parse(caller, Scope.ofType(type), query, BASE);
    assertTrue(search.ignored().isEmpty(), query);
    List<String> expected = naive.find(search).stream().map(ResourceId::toString).toList();
    List<String> found = walkPages(plans, caller, type, query);
    assertEquals(inOrder(search, expected), inOrder(search, found), type + "?" + query);
    JsonNode count = search(plans, caller, type, query + "&_summary=count");
    assertEquals(expected.size(), count.path("total").asInt(), type + "?" + query);
  }

  /** A result that nobody asked an order of may have any. */
  private static List<String> inOrder(Search search, List<String> ids) {
    return search.sort().isEmpty() ? ids.stream().sorted().toList() : ids;
  }

  /** All matches, page by page. */
  private List<String> walkPages(Plans plans, Caller caller, String type, String query) {
    List<String> seen = new ArrayList<>();
    String next = query + "&_count=7";
    while (!next.isEmpty()) {
      JsonNode page = search(plans, caller, type, next);
      ids(page, "match").forEach(seen::add);
      next = "";
      for (JsonNode link : page.path("link")) {
        if (link.path("relation").asText().equals("next")) {
          next = link.path("url").asText().split("\\?", 2)[1];
        }
      }
      assertTrue(seen.size() <= 1000, "pages go on and on: " + query);
    }
    return seen;
  }

  private void checkIncludes(Plans plans, Caller caller, String type, String query) {
    Search search = SearchParser.parse(caller, Scope.ofType(type), query, BASE);
    assertTrue(search.ignored().isEmpty(), query);
    JsonNode answer = search(plans, caller, type, query + "&_count=5");
    List<String> matches = ids(answer, "match");
    List<ResourceId> all = naive.find(search);
    List<ResourceId> page = all.stream().filter(id -> matches.contains(id.toString())).toList();
    assertEquals(Math.min(5, all.size()), page.size(), "all of them match: " + query);
    Set<String> expected = new HashSet<>();
    naive.included(search, page, caller.patient()).forEach(id -> expected.add(id.toString()));
    List<String> included = ids(answer, "include");
    assertEquals(expected, new HashSet<>(included), type + "?" + query);
    assertEquals(expected.size(), included.size(), "each once: " + query);
  }

  @Test
  void anotherTenantFindsItsOwn() {
    Caller theirs = StoreFixture.caller("theirs");
    JsonNode all = search(Plans.GATHER, theirs, "Patient", "name=a&_count=100");
    JsonNode mine =
        search(Plans.GATHER, StoreFixture.caller("mine"), "Patient", "name=a&_count=100");
    assertTrue(!ids(all, "match").isEmpty() && !ids(mine, "match").isEmpty());
    assertTrue(
        !all.path("entry").toString().equals(mine.path("entry").toString()),
        "same ids, other data");
  }

  private static JsonNode search(Plans plans, Caller caller, String type, String query) {
    Searches searches =
        new Searches(store.searches(), store.hashes(), codeSets, plans.tuning(), store.heavyWork());
    try {
      return Json.parse(searches.search(caller, type, query, BASE, true).await().indefinitely());
    } catch (RuntimeException e) {
      throw new AssertionError(type + "?" + query, e);
    }
  }

  private static List<String> ids(JsonNode bundle, String mode) {
    List<String> ids = new ArrayList<>();
    for (JsonNode entry : bundle.path("entry")) {
      if (entry.at("/search/mode").asText().equals(mode)) {
        JsonNode resource = entry.path("resource");
        ids.add(resource.path("resourceType").asText() + "/" + resource.path("id").asText());
      }
    }
    return ids;
  }
}
