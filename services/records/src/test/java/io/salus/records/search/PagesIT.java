package io.salus.records.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Change;
import io.salus.records.store.Json;
import io.salus.records.store.StoreFixture;
import io.salus.records.store.TenantHash;
import io.salus.records.transaction.IndexedFixture;
import io.salus.service.errors.AppException.Gone;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.TooCostly;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A result stays what it was while its pages are read. */
class PagesIT {
  private static final String BASE = "http://salus.test/fhir";
  private static final int MANY = 800;

  private final StoreFixture store = new StoreFixture();
  private final TenantHash hash = store.hash("mine");

  /** No question of this test needs terminology. */
  @SuppressWarnings("NullAway") // never asked
  private final CodeSets codeSets = new CodeSets(null);

  @BeforeEach
  void manyObservations() {
    store.apply(
        "mine",
        IntStream.range(0, MANY)
            .mapToObj(i -> observation("o" + i, i % 28 + 1, "c" + i * 7 % 10))
            .map(resource -> IndexedFixture.post(hash, resource))
            .toList());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GATHER, status=final",
    "WALK, status=final",
    "GATHER, date=2024-02",
    "WALK, date=ge2024-02-01&date=lt2024-03-01",
    "GATHER, status=final&_sort=date",
    "WALK, status=final&_sort=-date",
    "PROBE_AND_WALK, status=final&_sort=-_lastUpdated",
    "WALK, status=final&_sort=_lastUpdated",
    "GATHER, 'status=final&_sort=date,-_id'",
    "GATHER, status=final&_sort=-code",
    "GATHER, 'status=final&_sort=code,date'",
    "GATHER, status=final&_sort=subject"
  })
  void showsEachResourceOnceWhateverIsWrittenBetween(Plans plans, String query) {
    Set<String> seen = new HashSet<>();
    Set<String> deleted = new HashSet<>();
    String next = query + "&_total=accurate&_count=90";
    for (int n = 0; !next.isEmpty(); n++) {
      JsonNode page = search(plans, "Observation", next);
      assertEquals(MANY, page.path("total").asInt(), "the same on each page");
      for (JsonNode entry : page.path("entry")) {
        String id = entry.at("/resource/id").asText();
        assertTrue(seen.add(id), id + " comes twice");
      }
      deleted.add("o" + n);
      store.apply(
          "mine",
          List.of(
              moved(observation("o" + (MANY - 1 - n), 1, "a")),
              moved(observation("o" + (MANY / 2 + n), 28, "z")),
              moved(observation("o" + (20 + n), 28, "z")),
              IndexedFixture.post(hash, observation("new" + n, 14, "c5")),
              Change.delete("Observation", "o" + n, 0)));
      next = next(page);
    }
    Set<String> lost = new HashSet<>();
    IntStream.range(0, MANY).forEach(i -> lost.add("o" + i));
    lost.removeAll(seen);
    lost.removeAll(deleted);
    assertEquals(Set.of(), lost);
    assertTrue(seen.stream().noneMatch(id -> id.startsWith("new")), "written after the search");
  }

  @Test
  void fillsPagesWhereAResourceHasManyTimes() {
    store.apply(
        "mine",
        IntStream.range(0, 8)
            .mapToObj(i -> IndexedFixture.post(hash, request("s" + i, i % 2 == 0 ? 60 : 1)))
            .toList());
    List<Integer> sizes = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    String next = "occurrence=2024-02&_count=3";
    while (!next.isEmpty()) {
      JsonNode page = search(Plans.GATHER, "ServiceRequest", next);
      page.path("entry").forEach(entry -> seen.add(entry.at("/resource/id").asText()));
      sizes.add(page.path("entry").size());
      next = next(page);
    }
    assertEquals(List.of(3, 3, 2), sizes);
    assertEquals(8, seen.size());
  }

  @Test
  void everythingThatRefersToManyIsRefusedBeforeItIsLookedFor() {
    store.apply(
        "mine",
        IntStream.range(0, MANY)
            .mapToObj(i -> Json.object().put("resourceType", "Patient").put("id", "p" + i))
            .map(patient -> IndexedFixture.post(hash, patient))
            .toList());

    assertThrows(
        TooCostly.class, () -> search(Plans.GATHER, "Patient", "_revinclude=*&_count=" + MANY));
    assertEquals(
        10, search(Plans.GATHER, "Patient", "_revinclude=*&_count=10").path("entry").size());
  }

  @Test
  void linksRepeatHowMuchOfEachResourceIsWanted() {
    for (String shape : List.of("_elements=code", "_summary=text")) {
      String next = next(search(Plans.GATHER, "Observation", shape + "&_count=5"));
      assertTrue(next.contains(shape), next);
      String whole = next.replace(shape + "&", "");
      assertEquals(5, search(Plans.GATHER, "Observation", whole).path("entry").size());
    }
  }

  @Test
  void keepsTheOrderOfWhatIsNotWritten() {
    for (Plans plans : Plans.values()) {
      List<String> sorted = new ArrayList<>();
      String next = "_sort=code,-_id&_count=150";
      while (!next.isEmpty()) {
        JsonNode page = search(plans, "Observation", next);
        for (JsonNode entry : page.path("entry")) {
          JsonNode resource = entry.path("resource");
          sorted.add(resource.at("/code/coding/0/code").asText());
        }
        next = next(page);
      }
      assertEquals(MANY, sorted.size());
      assertEquals(sorted.stream().sorted().toList(), sorted);
    }
  }

  @Test
  void saysThatPagesAreNotKeptAnyMore() throws SQLException {
    JsonNode first = search(Plans.GATHER, "Observation", "_sort=date&_count=10");
    JsonNode second = search(Plans.GATHER, "Observation", next(first));
    String third = next(second);
    try (Connection owner = store.database().connectAsOwner()) {
      owner.createStatement().execute("select search_forget(now() + interval '1 second')");
    }
    assertThrows(Gone.class, () -> search(Plans.GATHER, "Observation", third));
  }

  @Test
  void guessesAtATotalOnlyWhenItIsLarge() {
    JsonNode few = search(Plans.GATHER, "Observation", "_total=estimate&_count=1");
    assertEquals(MANY, few.path("total").asInt());
    JsonNode some = search(Plans.GATHER, "Observation", "code=c3&_total=estimate&_summary=count");
    assertEquals(MANY / 10, some.path("total").asInt());
  }

  @Test
  void refusesWhatHasNoOrder() {
    for (String key : List.of("code-value-quantity", "shoe-size", "code,".repeat(20) + "code")) {
      assertThrows(
          InvalidInput.class, () -> search(Plans.GATHER, "Observation", "_sort=" + key), key);
    }
    assertThrows(InvalidInput.class, () -> search(Plans.GATHER, "Location", "_sort=near"));
  }

  private Change moved(ObjectNode resource) {
    Change post = IndexedFixture.post(hash, resource);
    return new Change(Change.Method.PUT, post.type(), post.id(), 0, post.body(), post.rows());
  }

  private static ObjectNode observation(String id, int day, String code) {
    ObjectNode observation =
        Json.object().put("resourceType", "Observation").put("id", id).put("status", "final");
    observation.putObject("code").putArray("coding").addObject().put("code", code);
    observation.put("effectiveDateTime", "2024-02-%02d".formatted(day));
    return observation;
  }

  private static ObjectNode request(String id, int times) {
    ObjectNode request =
        Json.object().put("resourceType", "ServiceRequest").put("id", id).put("status", "active");
    ArrayNode events = request.putObject("occurrenceTiming").putArray("event");
    IntStream.range(0, times).forEach(i -> events.add("2024-02-14T10:%02d:00Z".formatted(i)));
    return request;
  }

  private static String next(JsonNode page) {
    for (JsonNode link : page.path("link")) {
      if (link.path("relation").asText().equals("next")) {
        String url = link.path("url").asText();
        assertTrue(url.length() < 4000, "an address that all take");
        return url.split("\\?", 2)[1];
      }
    }
    return "";
  }

  private JsonNode search(Plans plans, String type, String query) {
    Searches searches =
        new Searches(store.searches(), store.hashes(), codeSets, plans.tuning(), store.heavyWork());
    return Json.parse(
        searches
            .search(StoreFixture.caller("mine"), type, query, BASE, true)
            .await()
            .indefinitely());
  }
}
