package io.salus.records.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.salus.service.errors.AppException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureSetCompilerTest {
  private static final String GOOD =
      """
      {"name": "small",
       "views": {
         "patient": {"resource": "Patient", "select": [{"column": [{"name": "birth", "path": "birthDate"}]}]},
         "visit": {"resource": "Encounter", "select": [{"column": [{"name": "time", "path": "period.start"}, {"name": "class", "path": "class.code"}]}]},
         "mass": {"resource": "Observation", "select": [{"column": [{"name": "time", "path": "issued"}, {"name": "value", "path": "value.ofType(Quantity).value"}, {"name": "code", "path": "value.ofType(Quantity).code"}]}]},
         "pair": {"join": ["mass", "visit"], "on": {"code": "class"}}},
       "features": [
         {"name": "trend", "type": "number", "unit": "kg/d", "units": "code", "from": "mass", "aggregate": "slope", "column": "value"},
         {"name": "visits", "type": "number", "from": "visit", "where": {"class": "AMB"}, "within": "P1Y", "aggregate": "count"}],
       "training": {
         "cohort": [{"type": "number", "from": "patient", "aggregate": "age", "column": "birth", "at_least": 18}],
         "index_date": {"from": "visit", "pick": "last", "follow_up": {"from": "visit", "at_least": "P1Y"}},
         "outcome": {"description": "A visit", "from": "visit", "where": {"class": "EMER"}, "within": "P1Y"}}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"count\"; \"median\"; features[1].aggregate",
        "\"within\": \"P1Y\", \"aggregate\"; \"wihtin\": \"P1Y\", \"aggregate\";"
            + " features[1].wihtin",
        "\"number\", \"from\": \"visit\"; \"category\", \"from\": \"visit\"; features[1].type",
        "\"from\": \"visit\", \"where\": {\"class\": \"AMB\"}; \"from\": \"visits\";"
            + " features[1].from",
        "{\"class\": \"AMB\"}; {\"klass\": \"AMB\"}; features[1].where.klass",
        "\"P1Y\", \"aggregate\"; \"1 year\", \"aggregate\"; features[1].within",
        "period.start; period..start; views.visit",
        "\"name\": \"visits\"; \"name\": \"label\"; features[1].name",
        "\"name\": \"visits\"; \"name\": \"Visits 1\"; features[1].name",
        "\"kg/d\"; \"kg\"; features[0].unit",
        "\"kg/d\"; \"kg/cm\"; features[0].unit",
        "\"kg/d\"; \"pounds/d\"; features[0].unit",
        "\"units\": \"code\"; \"units\": \"kode\"; features[0].units",
        "\"aggregate\": \"count\"; \"aggregate\": \"count\", \"units\": \"class\";"
            + " features[1].units",
        "[\"mass\", \"visit\"]; [\"mass\", \"visits\"]; views.pair.join",
        "[\"mass\", \"visit\"]; [\"mass\"]; views.pair.join",
        "{\"code\": \"class\"}; {}; views.pair.on",
        "{\"code\": \"class\"}; {\"code\": \"klass\"}; views.pair.on.code",
        "\"column\": \"birth\"; \"column\": \"death\"; training.cohort[0].column",
        "\"at_least\": 18; \"description\": \"all\"; training.cohort[0]",
        "\"last\"; \"any\"; training.index_date.pick",
        "{\"class\": \"EMER\"}, \"within\": \"P1Y\"; {\"class\": \"EMER\"};"
            + " training.outcome.within",
        "\"from\": \"visit\", \"where\": {\"class\": \"EMER\"}; \"from\": \"patient\";"
            + " training.outcome.from"
      })
  void namesThePlaceOfAMistake(String good, String bad, String place) {
    FeatureSetCompiler.compile(GOOD);
    var wrong = GOOD.replace(good, bad);
    var error =
        assertThrows(AppException.InvalidInput.class, () -> FeatureSetCompiler.compile(wrong));
    assertEquals(place, error.place());
  }

  @Test
  void acceptsTheExampleOfTheManual() throws IOException {
    var page = Files.readString(manual());
    var start = page.indexOf("```json") + "```json".length();

    var set = FeatureSetCompiler.compile(page.substring(start, page.indexOf("```", start)));

    assertEquals(
        List.of("age", "hba1c", "visits_1y"), set.features().stream().map(Feature::name).toList());
  }

  private static Path manual() {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      var page = at.resolve("docs/api/features.md");
      if (Files.exists(page)) {
        return page;
      }
    }
    throw new AssertionError("docs/api/features.md is not in the repository");
  }
}
