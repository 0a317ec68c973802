package io.salus.records.feature;

import static io.salus.records.feature.Resources.condition;
import static io.salus.records.feature.Resources.encounter;
import static io.salus.records.feature.Resources.patient;
import static io.salus.records.feature.Resources.smoking;
import static io.salus.records.feature.Resources.weight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeatureSetTest {
  private static final FeatureSet SET = BuiltInFeatureSets.find("emergency_visit").orElseThrow();
  private static final Instant NOON_2020 = Instant.parse("2020-01-01T12:00:00Z");

  @Test
  void summarisesWhatWasKnown() {
    var row =
        row(
            List.of(
                patient("p", "1960-01-01"),
                encounter("p", "AMB", "2019-06-01T10:00:00Z"),
                encounter("p", "AMB", "2017-06-01T10:00:00Z"),
                encounter("p", "EMER", "2019-01-01T12:00:00Z"),
                weight("p", "2018-01-01T12:00:00Z", 80),
                weight("p", "2019-01-01T12:00:00Z", 83),
                smoking("p", "2015-01-01T00:00:00Z", "266919005"),
                smoking("p", "2019-01-01T00:00:00Z", "449868002"),
                condition("p", "59621000", "2016-01-01", "2016-01-01", ""),
                condition("p", "72892002", "2018-01-01", "2018-01-01", "2018-09-01")),
            NOON_2020);

    assertEquals(60.0, number(row, "age"), 0.01);
    assertEquals("female", row.get("sex"));
    assertEquals("449868002", row.get("smoking_status"));
    assertEquals(1.0, row.get("outpatient_visits_2y"));
    assertEquals(1.0, row.get("emergency_visits_5y"));
    assertEquals(1.0, number(row, "years_since_hospital"), 0.01);
    assertEquals(3.0, number(row, "weight_slope"), 0.01);
    assertEquals(1.0, row.get("active_conditions"));
    assertEquals(true, row.get("hypertension"));
    assertEquals(false, row.get("pregnant"));
  }

  @Test
  void saysWhatTheRecordCallsACodeUnlessThatWouldBeAGuess() {
    var never = "266919005";
    var record =
        new ArrayList<>(
            List.of(patient("p", "1960-01-01"), smoking("p", "2019-01-01T00:00:00Z", never)));
    assertEquals("", smokingWords(record), "the record has no words");

    record.add(called(never, "http://snomed.info/sct", "Never smoked tobacco"));
    record.add(called(never, "http://snomed.info/sct", "Never smoked tobacco"));
    record.removeIf(resource -> !resource.at("/valueCodeableConcept/coding/0").has("system"));
    record.add(patient("p", "1960-01-01"));
    assertEquals("Never smoked tobacco", smokingWords(record));

    var other = new ArrayList<>(record);
    other.add(called(never, "http://snomed.info/sct", "Smokes"));
    assertEquals("", smokingWords(other), "two texts");
    record.add(called(never, "urn:other", "Never smoked tobacco"));
    assertEquals("", smokingWords(record), "two systems");
  }

  private static JsonNode called(String code, String system, String display) {
    var resource = smoking("p", "2019-01-01T00:00:00Z", code);
    ((ObjectNode) resource.at("/valueCodeableConcept/coding/0"))
        .put("system", system)
        .put("display", display);
    return resource;
  }

  private static String smokingWords(List<JsonNode> resources) {
    var row = SET.row(SET.chart(resources), NOON_2020);
    var names = SET.features().stream().map(Feature::name).toList();
    var words = new CodeWords(resources).of(SET, row);
    assertEquals("", words.get(names.indexOf("age")));
    return words.get(names.indexOf("smoking_status"));
  }

  @Test
  void leavesMissingValuesMissing() {
    var row =
        row(
            List.of(patient("p", "1960-01-01"), weight("p", "2019-01-01T00:00:00Z", 80)),
            NOON_2020);

    assertNull(row.get("hba1c"));
    assertNull(row.get("smoking_status"));
    assertNull(row.get("years_since_hospital"));
    assertNull(row.get("weight_slope"), "one measurement has no slope");
    assertEquals(0.0, row.get("emergency_visits_ever"));
    assertEquals(false, row.get("diabetes"));
  }

  @Test
  void seesNothingThatBecameKnownLater() {
    var before =
        new ArrayList<>(
            List.of(
                patient("p", "1960-01-01"),
                encounter("p", "AMB", "2019-06-01T10:00:00Z"),
                weight("p", "2019-01-01T12:00:00Z", 83),
                condition("p", "82423001", "2018-01-01", "2018-01-01", "")));
    var then = row(before, NOON_2020);

    before.addAll(
        List.of(
            encounter("p", "EMER", "2020-01-01T12:00:01Z"),
            weight("p", "2020-01-02T12:00:00Z", 120),
            smoking("p", "2020-02-01T00:00:00Z", "449868002"),
            condition("p", "44054006", "2020-01-01", "2020-01-01", ""),
            condition("p", "59621000", "2015-01-01", "2021-01-01", "")));

    assertEquals(then, row(before, NOON_2020));
    assertEquals(true, row(before, Instant.parse("2022-01-01T00:00:00Z")).get("hypertension"));
  }

  @Test
  void doesNotKnowAnEndThatIsStillToCome() {
    var running =
        List.of(
            patient("p", "1980-01-01"), condition("p", "72892002", "2019-09-01", "2019-09-01", ""));
    var over =
        List.of(
            patient("p", "1980-01-01"),
            condition("p", "72892002", "2019-09-01", "2019-09-01", "2020-05-01"));

    assertEquals(row(running, NOON_2020), row(over, NOON_2020));
  }

  @Test
  void givesTheSameRowInWhateverOrderTheResourcesCome() {
    var resources =
        List.of(
            patient("p", "1960-01-01"),
            weight("p", "2019-01-01T12:00:00Z", 83),
            weight("p", "2019-01-01T12:00:00Z", 84),
            smoking("p", "2019-01-01T00:00:00Z", "1"),
            smoking("p", "2019-01-01T00:00:00Z", "2"));

    assertEquals(row(resources, NOON_2020), row(resources.reversed(), NOON_2020));
  }

  @Test
  void labelsFromAfterTheIndexDateOnly() {
    var quiet =
        List.of(
            patient("p", "1960-01-01"),
            encounter("p", "EMER", "2015-01-01T00:00:00Z"),
            encounter("p", "AMB", "2018-01-01T00:00:00Z"),
            encounter("p", "AMB", "2021-06-01T00:00:00Z"));
    var example = example(quiet);
    assertEquals(Instant.parse("2018-01-01T00:00:00Z"), example.indexDate());
    assertEquals(false, example.label());

    var late = new ArrayList<>(quiet);
    late.add(encounter("p", "EMER", "2021-02-01T00:00:00Z"));
    assertEquals(example, example(late), "an event behind the horizon is no outcome");

    var ill = new ArrayList<>(quiet);
    ill.add(encounter("p", "EMER", "2019-02-01T00:00:00Z"));
    assertEquals(new Example(example.indexDate(), true), example(ill));
  }

  @Test
  void knowsAnOutcomeAsTrainingWouldLabelItAndNotEarlier() {
    var seen = Instant.parse("2018-01-01T00:00:00Z");
    var over = Instant.parse("2021-01-01T00:00:00Z");
    var record =
        new ArrayList<>(
            List.of(patient("p", "1960-01-01"), encounter("p", "AMB", "2018-01-01T00:00:00Z")));
    assertEquals(Optional.empty(), outcome(record, seen, over), "nobody came since");

    record.add(encounter("p", "EMER", "2019-02-01T00:00:00Z"));
    assertEquals(Optional.empty(), outcome(record, seen, over), "the record ends too early");
    record.add(encounter("p", "AMB", "2021-01-01T00:00:00Z"));
    assertEquals(
        Optional.of(example(record).label()), outcome(record, seen, over), "as in training");
    assertEquals(Optional.of(true), outcome(record, seen, over));
    assertEquals(
        Optional.empty(), outcome(record, seen, over.minusSeconds(1)), "the period is not over");

    record.removeIf(resource -> resource.at("/class/code").asText().equals("EMER"));
    assertEquals(Optional.of(false), outcome(record, seen, over));
    record.add(encounter("p", "EMER", "2021-01-01T00:00:01Z"));
    assertEquals(
        Optional.of(false),
        outcome(record, seen, Instant.parse("2025-01-01T00:00:00Z")),
        "behind the horizon");
  }

  private static Optional<Boolean> outcome(List<JsonNode> resources, Instant after, Instant now) {
    return Objects.requireNonNull(SET.training()).label(SET.chart(resources), after, now);
  }

  @Test
  void keepsOutOfTrainingWhoDoesNotBelong() {
    var child =
        List.of(
            patient("p", "2010-01-01"),
            encounter("p", "AMB", "2018-01-01T00:00:00Z"),
            encounter("p", "AMB", "2021-06-01T00:00:00Z"));
    var unfollowed =
        List.of(patient("p", "1960-01-01"), encounter("p", "AMB", "2021-06-01T00:00:00Z"));
    var ongoing =
        List.of(
            patient("p", "1960-01-01"),
            encounter("p", "EMER", "2017-12-20T00:00:00Z"),
            encounter("p", "AMB", "2018-01-01T00:00:00Z"),
            encounter("p", "AMB", "2021-06-01T00:00:00Z"));

    for (var resources : List.of(child, unfollowed, ongoing)) {
      assertTrue(SET.example(SET.chart(resources)).isEmpty());
    }
  }

  @Test
  void hashesWhatIsMeantAndNotHowItIsWritten() {
    var text = SET.json();
    var spaced = text.replace("\n", "\n\n  ");

    assertEquals(SET.sha256(), FeatureSetCompiler.compile(spaced).sha256());
    assertNotEquals(SET.sha256(), FeatureSetCompiler.compile(text.replace("P2Y", "P4Y")).sha256());
  }

  private static Map<String, @Nullable Object> row(List<JsonNode> resources, Instant moment) {
    var values = SET.row(SET.chart(resources), moment);
    var row = new HashMap<String, @Nullable Object>();
    for (int i = 0; i < values.size(); i++) {
      row.put(SET.features().get(i).name(), values.get(i).value());
    }
    return row;
  }

  private static double number(Map<String, @Nullable Object> row, String feature) {
    return row.get(feature) instanceof Double number ? number : Double.NaN;
  }

  private static Example example(List<JsonNode> resources) {
    return SET.example(SET.chart(resources)).orElseThrow();
  }
}
