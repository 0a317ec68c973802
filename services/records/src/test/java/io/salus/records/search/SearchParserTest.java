package io.salus.records.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.records.store.Ordered;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SearchParserTest {
  private static final Caller EVERYBODY =
      new Caller("t", "tester", Set.of("system/*.cruds"), null, null);

  @Test
  void followsAChainThroughEveryTypeThatHasTheParameter() {
    Criterion.Chain chain =
        assertInstanceOf(
            Criterion.Chain.class, one("Observation", "subject.general-practitioner.name=ash"));
    assertEquals(List.of("Patient"), chain.anyOf().stream().map(Criterion.Target::type).toList());
    assertInstanceOf(Criterion.Chain.class, chain.anyOf().getFirst().condition());
  }

  @Test
  void namesWhatItDoesNotKnow() {
    Search search = parse(EVERYBODY, "Patient", "shoe-size=9&_has:Patient:nothing:x=1&a.b=c");
    assertEquals(List.of("shoe-size", "_has:Patient:nothing:x", "a.b"), search.ignored());
    assertTrue(search.criteria().isEmpty());
  }

  @Test
  void refusesWhatItWouldHaveToGuess() {
    for (String query :
        List.of(
            "name:phonetic=ash",
            "birthdate=yesterday",
            "birthdate:exact=2020",
            "gender=",
            "identifier=a%7Cb%7Cc",
            "general-practitioner:Device=1",
            "_count=-1",
            "_total=some",
            "_sort=shoe-size",
            "name:missing=perhaps")) {
      assertThrows(InvalidInput.class, () -> parse(EVERYBODY, "Patient", query), query);
    }
    String values = "1,".repeat(1000) + "1";
    assertThrows(InvalidInput.class, () -> parse(EVERYBODY, "Patient", "identifier=" + values));
    String deep = "general-practitioner:Patient.".repeat(1) + "link.".repeat(20) + "name=a";
    assertThrows(InvalidInput.class, () -> parse(EVERYBODY, "Patient", deep));
  }

  @Test
  void readsAsManyDigitsAsAreWritten() {
    Comparison hundred = comparison("probability=100");
    assertTrue(holds(hundred, 99.5) && holds(hundred, 100.4));
    assertTrue(!holds(hundred, 99.4) && !holds(hundred, 100.5));
    Comparison exact = comparison("probability=100.00");
    assertTrue(holds(exact, 100.004) && !holds(exact, 100.4));
    assertTrue(holds(comparison("probability=gt100"), 100.1));
    assertTrue(!holds(comparison("probability=gt100"), 100));
    assertTrue(holds(comparison("probability=ap100"), 91));
  }

  @Test
  void leadsNowhereThatTheTokenMayNotSearch() {
    Caller narrow = new Caller("t", "tester", Set.of("system/Patient.s"), null, null);
    assertThrows(
        Forbidden.class, () -> parse(narrow, "Patient", "_has:Observation:patient:code=1-1"));
    assertThrows(
        Forbidden.class,
        () -> parse(narrow, "Patient", "general-practitioner:Practitioner.name=a"));
    assertEquals(
        List.of("general-practitioner.name"),
        parse(narrow, "Patient", "general-practitioner.name=a").ignored());
  }

  private static boolean holds(Comparison comparison, double number) {
    return comparison.holds(Ordered.of(number), Ordered.of(number));
  }

  private static Comparison comparison(String query) {
    return ((Criterion.Within) one("RiskAssessment", query)).anyOf().getFirst().comparison();
  }

  private static Criterion one(String type, String query) {
    return parse(EVERYBODY, type, query).criteria().getFirst();
  }

  private static Search parse(Caller caller, String type, String query) {
    return SearchParser.parse(caller, Scope.ofType(type), query, "");
  }
}
