package io.salus.synthesis.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.learning.table.Column;
import io.salus.synthesis.Clinic;
import io.salus.synthesis.population.Population;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TableCodecTest {
  @Test
  void bringsEveryValueBackThroughLevelsAndOffsets() {
    Population clinic = Population.of(Clinic.table(300, 1));
    TableCodec codec = TableCodec.fit(clinic);

    Population back = codec.decode(codec.encode(clinic, 7));

    for (int i = 0; i < clinic.columns().size(); i++) {
      Column before = clinic.columns().get(i);
      Column after = back.columns().get(i);
      for (int row = 0; row < clinic.rows(); row++) {
        assertEquals(before.missing(row), after.missing(row), before.name());
        if (!before.missing(row)) {
          assertEquals(before.value(row), after.value(row), 0.02, before.name());
        }
      }
    }
  }

  @Test
  void findsTheTwoBumpsOfAColumn() {
    Random random = new Random(3);
    double[] values = new double[600];
    Arrays.setAll(
        values, i -> i % 3 == 0 ? 160 + 8 * random.nextGaussian() : 90 + 6 * random.nextGaussian());

    List<Mode> modes = MixtureFit.fit(values);

    assertEquals(2, modes.size());
    assertEquals(90, modes.get(0).mean(), 2);
    assertEquals(6, modes.get(0).deviation(), 1);
    assertEquals(160, modes.get(1).mean(), 2);
    assertEquals(1.0 / 3, modes.get(1).weight(), 0.03);
  }

  @Test
  void keepsWholeNumbersWholeAndInsideTheirRangeWhateverANetworkSays() {
    double[] ages = new double[100];
    Arrays.setAll(ages, i -> 20 + i % 60);
    NumberCodec codec = NumberCodec.fit(Column.numbers("age", ages));

    for (int level = 0; level < codec.levels(); level++) {
      for (double offset = -1; offset <= 1; offset += 0.01) {
        double value = codec.decode(level, offset);
        assertEquals(Math.rint(value), value);
        assertTrue(value >= 20 && value <= 79, () -> "out of range: " + value);
      }
    }
  }

  @Test
  void copesWithColumnsThatSayNothing() {
    Column constant = Column.numbers("constant", new double[] {4, 4, 4, 4, 4, 4});
    double[] nothing = new double[6];
    Arrays.fill(nothing, Double.NaN);
    Column empty = Column.numbers("empty", nothing);
    Population population = new Population(List.of(constant, empty), 6);
    TableCodec codec = TableCodec.fit(population);

    Population back = codec.decode(codec.encode(population, 1));

    assertEquals(4, back.columns().get(0).value(3));
    assertTrue(back.columns().get(1).missing(3));
  }
}
