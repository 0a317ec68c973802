package io.salus.records.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Features of random records, beside what a slow and plain computation says of them. */
class FeatureReferenceTest {
  private static final Instant BIRTH = Instant.parse("1960-02-03T00:00:00Z");
  private static final Instant START = Instant.parse("2019-01-01T08:00:00Z");
  private static final List<String> CLASSES = List.of("AMB", "EMER");
  private static final List<String> UNITS = List.of("kg", "g", "[lb_av]", "mmol/L", "stone", "");
  private static final Map<String, Double> KILOGRAMS =
      Map.of("kg", 1.0, "g", 0.001, "[lb_av]", 0.45359237);

  private static final FeatureSet SET = FeatureSetCompiler.compile(Resources.DEFINITION);

  /** A weight; known from the later of the two times on. */
  private record Weight(
      String id, Instant time, @Nullable Instant recorded, double value, String unit, int visit) {
    boolean knownAt(Instant moment) {
      return !time.isAfter(moment) && (recorded == null || !recorded.isAfter(moment));
    }

    JsonNode json() {
      return Resources.json(
          """
          {'resourceType':'Observation','id':'%s','status':'final','effectiveDateTime':'%s'%s,'encounter':{'reference':'Encounter/v%d'},
           'subject':{'reference':'Patient/p'},'code':{'coding':[{'system':'http://loinc.org','code':'29463-7'}]},
           'valueQuantity':{'value':%s%s}}
          """
              .formatted(
                  id,
                  time,
                  recorded == null ? "" : ",'issued':'" + recorded + "'",
                  visit,
                  value,
                  unit.isEmpty() ? "" : ",'code':'" + unit + "'"));
    }
  }

  private record Visit(int number, Instant time, String kind) {
    JsonNode json() {
      return Resources.json(
          """
          {'resourceType':'Encounter','id':'v%d','status':'finished','class':{'code':'%s'},'subject':{'reference':'Patient/p'},
           'period':{'start':'%s'}}
          """
              .formatted(number, kind, time));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void saysWhatAPlainComputationSaysAndKnowsNothingEarly(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      var visits = visits(random);
      var weights = weights(random, visits.size());
      var moment = START.plus(Duration.ofDays(random.nextInt(500)));
      var expected = new Plain(weights, visits, moment).row();

      assertRow(expected, row(json(weights, visits), moment), "seed " + seed);
      var known =
          json(
              weights.stream().filter(weight -> weight.knownAt(moment)).toList(),
              visits.stream().filter(visit -> !visit.time().isAfter(moment)).toList());
      assertEquals(row(known, moment), row(json(weights, visits), moment), "a leak, seed " + seed);
    }
  }

  private static Map<String, Reading> row(List<JsonNode> resources, Instant moment) {
    var row = SET.row(SET.chart(resources), moment);
    var byName = new TreeMap<String, Reading>();
    for (int i = 0; i < row.size(); i++) {
      byName.put(SET.features().get(i).name(), row.get(i));
    }
    return byName;
  }

  private static void assertRow(
      Map<String, Reading> expected, Map<String, Reading> row, String where) {
    assertEquals(expected.keySet(), row.keySet());
    expected.forEach(
        (name, reading) -> {
          var found = Objects.requireNonNull(row.get(name));
          assertEquals(reading.unconvertible(), found.unconvertible(), name + ", " + where);
          switch (reading.value()) {
            case null -> assertNull(found.value(), name + ", " + where);
            case Double number ->
                assertEquals(
                    number,
                    found.value() instanceof Double value ? value : Double.NaN,
                    1e-6 * (1 + Math.abs(number)),
                    name + ", " + where);
            case Object other -> assertEquals(other, found.value(), name + ", " + where);
          }
        });
  }

  private static List<Visit> visits(Random random) {
    var visits = new ArrayList<Visit>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      visits.add(new Visit(i, time(random), CLASSES.get(random.nextInt(CLASSES.size()))));
    }
    return visits;
  }

  /** Few days, so that several happen at once. */
  private static List<Weight> weights(Random random, int visits) {
    var weights = new ArrayList<Weight>();
    for (int i = random.nextInt(12); i > 0; i--) {
      var time = time(random);
      var recorded =
          switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> time;
            default -> time.plus(Duration.ofDays(random.nextInt(60)));
          };
      weights.add(
          new Weight(
              "w" + i,
              time,
              recorded,
              50 + random.nextInt(50),
              UNITS.get(random.nextInt(UNITS.size())),
              random.nextInt(visits + 2)));
    }
    return weights;
  }

  private static Instant time(Random random) {
    return START.plus(Duration.ofDays(random.nextInt(20) * 25L));
  }

  private static List<JsonNode> json(List<Weight> weights, List<Visit> visits) {
    var all = new ArrayList<JsonNode>();
    all.add(Resources.patient("p", "1960-02-03"));
    weights.forEach(weight -> all.add(weight.json()));
    visits.forEach(visit -> all.add(visit.json()));
    return all;
  }

  /** One loop a feature, and nothing clever. */
  private record Plain(List<Weight> weights, List<Visit> visits, Instant moment) {
    Map<String, Reading> row() {
      var known =
          weights.stream()
              .filter(weight -> weight.knownAt(moment))
              .sorted(Comparator.comparing(Weight::time).thenComparing(Weight::id))
              .toList();
      var yearAgo = moment.atOffset(ZoneOffset.UTC).minusYears(1).toInstant();
      var ofYear = known.stream().filter(weight -> weight.time().isAfter(yearAgo)).toList();
      var urgent = known.stream().filter(this::isOfAnEmergency).toList();
      var row = new TreeMap<String, Reading>();
      row.put("age", reading(days(BIRTH, moment) / 365.25, 0));
      row.put("first", of(known, first(kilograms(known))));
      row.put("last", of(known, first(kilograms(known.reversed()))));
      row.put("mean", of(known, mean(kilograms(known))));
      row.put("min", of(known, kilograms(known).stream().min(Double::compare).orElse(null)));
      row.put("max", of(known, kilograms(known).stream().max(Double::compare).orElse(null)));
      row.put("slope", of(known, slope(known)));
      row.put("mean_1y", of(ofYear, mean(kilograms(ofYear))));
      row.put("count", reading((double) known.size(), 0));
      row.put(
          "units",
          reading(
              (double)
                  known.stream()
                      .map(Weight::unit)
                      .filter(unit -> !unit.isEmpty())
                      .distinct()
                      .count(),
              0));
      row.put("weighed", reading(!known.isEmpty(), 0));
      row.put(
          "days_since", reading(known.isEmpty() ? null : days(known.getLast().time(), moment), 0));
      var lastUnit = known.reversed().stream().filter(weight -> !weight.unit().isEmpty());
      row.put("last_unit", reading(lastUnit.findFirst().map(Weight::unit).orElse(null), 0));
      row.put("urgent_mean", of(urgent, mean(kilograms(urgent))));
      row.put("urgent_count", reading((double) urgent.size(), 0));
      return row;
    }

    private boolean isOfAnEmergency(Weight weight) {
      for (var visit : visits) {
        if (visit.number() == weight.visit()
            && visit.kind().equals("EMER")
            && !visit.time().isAfter(moment)) {
          return true;
        }
      }
      return false;
    }

    private static Reading of(List<Weight> weights, @Nullable Double value) {
      return reading(value, weights.size() - kilograms(weights).size());
    }

    private static Reading reading(@Nullable Object value, int unconvertible) {
      return new Reading(value, unconvertible);
    }

    private static List<Double> kilograms(List<Weight> weights) {
      var values = new ArrayList<Double>();
      for (var weight : weights) {
        var factor = KILOGRAMS.get(weight.unit());
        if (factor != null) {
          values.add(weight.value() * factor);
        }
      }
      return values;
    }

    private static @Nullable Double first(List<Double> values) {
      return values.isEmpty() ? null : values.getFirst();
    }

    private static @Nullable Double mean(List<Double> values) {
      double sum = 0;
      for (var value : values) {
        sum += value;
      }
      return values.isEmpty() ? null : sum / values.size();
    }

    /** By the normal equations, a day as the unit. */
    private static @Nullable Double slope(List<Weight> weights) {
      double n = 0;
      double sumX = 0;
      double sumY = 0;
      double sumXx = 0;
      double sumXy = 0;
      for (var weight : weights) {
        var factor = KILOGRAMS.get(weight.unit());
        if (factor != null) {
          double x = days(START, weight.time());
          double y = weight.value() * factor;
          n++;
          sumX += x;
          sumY += y;
          sumXx += x * x;
          sumXy += x * y;
        }
      }
      double determinant = n * sumXx - sumX * sumX;
      return determinant == 0 ? null : (n * sumXy - sumX * sumY) / determinant;
    }

    private static double days(Instant from, Instant to) {
      return Duration.between(from, to).toSeconds() / 86_400.0;
    }
  }
}
