package io.salus.inference.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.inference.registry.ModelVersion;
import io.salus.service.errors.AppException.InvalidInput;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ModelCardTest {
  private static final String METRICS =
      """
      {"verdict":"Ranks patients better than chance.","conclusive":true,
       "auroc":{"value":0.812,"low":0.78,"high":0.84},"calibration":{"slope":1.02},
       "representation":[{"by":"sex","groups":[{"group":"female","patients":300,"share":0.75},
         {"group":"unknown","patients":100,"share":0.25}]}],
       "subgroups":[
         {"by":"sex","groups":[{"group":"female","patients":90,"positives":30,"tested":true,
           "auroc":{"value":0.8,"low":0.7,"high":0.9},
           "calibration_in_the_large":{"value":0.01,"low":-0.02,"high":0.04}}]},
         {"by":"age","groups":[{"group":"18-39","patients":40,"positives":12,"tested":true},
           {"group":"40-64","patients":30,"positives":4,"tested":false}]}]}
      """;
  private static final String PROVENANCE =
      """
      {"snapshot":{"rows":400,"positives":120},
       "feature_set":{"name":"heart","version":3,"description":"Adults with a visit."},
       "split":"by patient",
       "inputs":[{"name":"ethnicity","levels":["a","b"]}],
       "statements":{"intended_use":"Call back patients at high risk"}}
      """;

  /** The rule has nine paragraphs with this many items: 31 in all. */
  @Test
  void hasEveryAttributeOfTheRule() {
    List<Long> counts =
        Arrays.stream(Category.values())
            .map(
                category ->
                    Arrays.stream(SourceAttribute.values())
                        .filter(one -> one.category() == category)
                        .count())
            .toList();

    assertEquals(List.of(4L, 4L, 2L, 4L, 2L, 4L, 5L, 4L, 2L), counts);
    assertEquals("(4)(iii)", SourceAttribute.DEMOGRAPHIC_REPRESENTATIVENESS.paragraph());
    assertEquals(
        31,
        Arrays.stream(SourceAttribute.values())
            .map(SourceAttribute::paragraph)
            .collect(Collectors.toSet())
            .size());
  }

  @Test
  void saysWhatTheSystemKnowsWhatAPersonStatedAndWhatNobodyDid() throws Exception {
    ModelCard card = ModelCard.of(model());

    assertEquals(
        "Call back patients at high risk", card.entry(SourceAttribute.INTENDED_USE).text());
    assertEquals("Not stated.", card.entry(SourceAttribute.FUNDING).text());
    assertEquals("Not stated.", card.entry(SourceAttribute.VALIDITY_EXTERNAL).text());
    assertTrue(card.entry(SourceAttribute.VALIDITY_INTERNAL).text().contains("0.812 (0.780"));
    assertTrue(card.entry(SourceAttribute.TRAINING_CRITERIA).text().startsWith("400 rows, 120"));
    assertEquals(
        "Rows by sex: female 300 (75.0 %), unknown 100 (25.0 %).",
        card.entry(SourceAttribute.DEMOGRAPHIC_REPRESENTATIVENESS).text());
    assertTrue(
        card.entry(SourceAttribute.DEMOGRAPHIC_INPUTS)
            .text()
            .startsWith("By the names of the inputs, used: sex (sex), date of birth (age_years);"));
    assertTrue(
        card.entry(SourceAttribute.FAIRNESS_INTERNAL).text().startsWith("sex female: AUROC 0.800"));
  }

  @Test
  void namesThoseWhomItWasNotTestedOn() throws Exception {
    List<String> groups = ModelCard.of(model()).notTested();

    assertEquals(
        List.of(
            "sex male: no test patients",
            "age 40-64: 30 test patients, 4 with the outcome",
            "age 0-17: no test patients",
            "age 65-79: no test patients",
            "age 80+: no test patients",
            "race: not compared, as it is not among the inputs",
            "ethnicity: not compared, as it is not among the inputs"),
        groups);
  }

  @Test
  void refusesStatementsThatAreNobodysToMake() {
    Statements.check(Map.of("intended_use", "x", "known_risks", "y"));
    for (Map<String, String> wrong :
        List.of(
            Map.of("intended_usage", "x"),
            Map.of("validity_internal", "AUROC 1.0"),
            Map.of("funding", " "),
            Map.of("funding", "x".repeat(Statements.LONGEST + 1)))) {
      InvalidInput refused = assertThrows(InvalidInput.class, () -> Statements.check(wrong));
      assertFalse(refused.publicDetail().isEmpty());
    }
  }

  private static ModelVersion model() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    return new ModelVersion(
        new UUID(0, 1),
        "clinic",
        "risk",
        1,
        true,
        0,
        "logistic-regression",
        "stroke within five years",
        List.of("pressure", "sex", "age_years"),
        json.readTree(PROVENANCE),
        json.readTree(METRICS),
        "key",
        "hash",
        Instant.EPOCH);
  }
}
