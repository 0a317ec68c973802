package io.salus.synthesis.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.learning.table.Column;
import io.salus.learning.table.ColumnKind;
import io.salus.synthesis.Clinic;
import io.salus.synthesis.population.Population;
import io.salus.synthesis.quality.PairTrend;
import io.salus.synthesis.quality.Quality;
import io.salus.synthesis.quality.QualityMeasure;
import io.salus.testkit.CollectedMemory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SynthesizerTest {
  private static final Population CLINIC = Population.of(Clinic.table(400, 11));
  private static final Synthesizer SYNTHESIZER = new Synthesizer(Duration.ZERO);

  @ParameterizedTest
  @CsvSource({"GAN, 300", "VAE, 200"})
  void learnsColumnsAndTheirDependence(GeneratorKind kind, int epochs) throws IOException {
    SyntheticRows made =
        SYNTHESIZER.run(
            CLINIC, CLINIC, new SynthesisPlan(kind, epochs, 5, 600), Optional.empty(), new Watch());

    Population rows = made.population();
    Quality quality =
        new QualityMeasure(CLINIC, Population.of(Clinic.table(100, 12)), 1)
            .of(rows, made.identical(), made.refused());
    assertTrue(quality.columnShapes() > 0.85, () -> "shapes " + quality.columnShapes());
    assertTrue(quality.missingness() > 0.95, () -> "missingness " + quality.missingness());
    // In the clinic the correlations are 0.95 and 0.97; shuffled columns stay under 0.15.
    double learnt = PairTrend.pearson(column(rows, "diabetes"), column(rows, "glucose"));
    assertTrue(learnt > 0.5, () -> "diabetes and glucose " + learnt);
    double rising = PairTrend.pearson(column(rows, "age"), column(rows, "pressure"));
    assertTrue(rising > 0.3, () -> "age and pressure " + rising);
  }

  @ParameterizedTest
  @EnumSource(GeneratorKind.class)
  void keepsTypesAndRangesAndRepeatsNobody(GeneratorKind kind) throws IOException {
    SyntheticRows made =
        SYNTHESIZER.run(
            CLINIC, CLINIC, new SynthesisPlan(kind, 2, 5, 300), Optional.empty(), new Watch());

    assertEquals(300, made.population().rows());
    assertEquals(0, made.identical());
    Set<List<Double>> real = keys(CLINIC);
    for (int row = 0; row < 300; row++) {
      assertTrue(!real.contains(made.population().key(row)));
    }
    for (int i = 0; i < CLINIC.columns().size(); i++) {
      Column before = CLINIC.columns().get(i);
      Column after = made.population().columns().get(i);
      assertEquals(before.name(), after.name());
      assertEquals(before.kind(), after.kind());
      Set<Double> known = new HashSet<>();
      for (double value : before.values()) {
        known.add(value);
      }
      for (int row = 0; row < 300; row++) {
        double value = after.value(row);
        if (before.kind() != ColumnKind.NUMBER) {
          assertTrue(known.contains(value), before.name());
        } else if (!before.name().equals("pressure")) {
          assertEquals(Math.rint(value), value, before.name());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(GeneratorKind.class)
  void givesTheSameRowsForASeedAlsoWhenItWasKilledInBetween(GeneratorKind kind) throws IOException {
    SynthesisPlan plan = new SynthesisPlan(kind, 6, 5, 50);
    Population whole =
        SYNTHESIZER.run(CLINIC, CLINIC, plan, Optional.empty(), new Watch()).population();
    Watch killed = new Watch(4);
    assertThrows(
        Killed.class, () -> SYNTHESIZER.run(CLINIC, CLINIC, plan, Optional.empty(), killed));
    Watch resumed = new Watch();

    Population rows =
        SYNTHESIZER.run(CLINIC, CLINIC, plan, Optional.of(killed.state), resumed).population();

    assertEquals(4, resumed.firstEpoch, "nothing is learnt twice");
    assertEquals(keysInOrder(whole), keysInOrder(rows));
    SynthesisPlan other = new SynthesisPlan(kind, 6, 6, 50);
    assertTrue(
        !keysInOrder(whole)
            .equals(
                keysInOrder(
                    SYNTHESIZER
                        .run(CLINIC, CLINIC, other, Optional.empty(), new Watch())
                        .population())));
  }

  /** PyTorch must not read memory that Java has taken back. */
  @ParameterizedTest
  @EnumSource(GeneratorKind.class)
  void givesTheSameRowsWhenTheGarbageCollectorComesOften(GeneratorKind kind) throws Exception {
    SynthesisPlan plan = new SynthesisPlan(kind, 3, 5, 50);
    Population alone =
        SYNTHESIZER.run(CLINIC, CLINIC, plan, Optional.empty(), new Watch()).population();

    Population rows =
        CollectedMemory.during(
                () -> SYNTHESIZER.run(CLINIC, CLINIC, plan, Optional.empty(), new Watch()))
            .population();

    assertEquals(keysInOrder(alone), keysInOrder(rows));
  }

  @Test
  void countsRowsThatMustRepeatARealOne() throws IOException {
    Random random = new Random(1);
    double[] truths = new double[40];
    for (int i = 0; i < truths.length; i++) {
      truths[i] = i < 2 ? i : random.nextInt(2);
    }
    Population coins = new Population(List.of(Column.booleans("coin", truths)), 40);

    SyntheticRows made =
        SYNTHESIZER.run(
            coins,
            coins,
            new SynthesisPlan(GeneratorKind.VAE, 2, 1, 30),
            Optional.empty(),
            new Watch());

    assertEquals(30, made.identical());
  }

  private static Column column(Population population, String name) {
    return population.columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Set<List<Double>> keys(Population population) {
    return new HashSet<>(keysInOrder(population));
  }

  private static List<List<Double>> keysInOrder(Population population) {
    List<List<Double>> keys = new ArrayList<>();
    for (int row = 0; row < population.rows(); row++) {
      keys.add(population.key(row));
    }
    return keys;
  }

  private static final class Killed extends RuntimeException {}

  private static final class Watch implements SynthesisWatch {
    private final int dieAt;
    private byte[] state = new byte[0];
    private int firstEpoch = -1;

    Watch() {
      this(-1);
    }

    Watch(int dieAt) {
      this.dieAt = dieAt;
    }

    @Override
    public void trained(int epoch, int epochs) {
      firstEpoch = firstEpoch < 0 ? epoch : firstEpoch;
      if (epoch == dieAt) {
        throw new Killed();
      }
    }

    @Override
    public void keep(byte[] kept) {
      state = kept;
    }

    @Override
    public void sampled(int rows, int of) {}
  }
}
