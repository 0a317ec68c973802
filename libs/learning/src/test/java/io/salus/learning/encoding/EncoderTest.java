package io.salus.learning.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.learning.Patients;
import io.salus.learning.table.Column;
import io.salus.learning.table.Table;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncoderTest {
  private static Table table(double... ages) {
    return new Table(
        List.of("a", "b", "c", "d"),
        List.of("", "", "", ""),
        new boolean[4],
        List.of(
            Column.numbers("age", ages),
            Column.categories("city", new double[] {0, 0, 1, 1}, List.of("x", "y")),
            Column.numbers("never", new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN})),
        Map.of());
  }

  @Test
  void replacesMissingByTheMedianAndSaysSo() {
    Encoder encoder = Encoder.fit(table(10, 20, 60, Double.NaN));

    // Values 10 20 60 20: mean 27.5, deviation 19.2; missing 0 0 0 1: mean 1/4, deviation 0.433.
    double[] missing = encoder.encode(new double[] {Double.NaN, 0, Double.NaN});

    assertEquals((20 - 27.5) / Math.sqrt(368.75), missing[0], 1e-12);
    assertEquals((1 - 0.25) / Math.sqrt(0.1875), missing[1], 1e-12);
    assertEquals(4, encoder.width(), "the feature without a value gives no input");
  }

  @Test
  void givesAnUnknownCategoryNoLevel() {
    Encoder encoder = Encoder.fit(table(1, 2, 3, 4));

    assertEquals(-1, encoder.raw(1, "z"));
    assertArrayEquals(
        new double[] {-1, -1},
        List.of(1, 2).stream()
            .mapToDouble(i -> encoder.encode(new double[] {0, -1, 0})[i])
            .toArray());
  }

  @Test
  void survivesJsonBitForBit() throws IOException {
    Table patients = Patients.some(100, 1, 5);
    Encoder encoder = Encoder.fit(patients);
    ObjectMapper json = new ObjectMapper();

    Encoder read = json.readValue(json.writeValueAsBytes(encoder), Encoder.class);

    assertEquals(encoder, read);
    assertArrayEquals(encoder.encode(patients)[3], read.encode(patients)[3], 0);
  }
}
