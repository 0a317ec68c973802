package io.salus.synthesis.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.jerolba.carpet.CarpetReader;
import io.salus.learning.table.Column;
import io.salus.synthesis.population.Population;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
  private static final Population ROWS =
      new Population(
          List.of(
              Column.numbers("age, years", new double[] {41, Double.NaN}),
              Column.numbers("bmi", new double[] {24.5, 1e-7}),
              Column.booleans("smoker", new double[] {1, Double.NaN}),
              Column.categories("region", new double[] {0, 1}, List.of("the \"north\"", "a\nb"))),
          2);

  @TempDir Path directory;

  @Test
  void quotesWhatRfc4180WantsQuoted() throws IOException {
    Path file = directory.resolve("rows.csv");

    CsvFile.write(ROWS, file);

    assertEquals(
        "\"age, years\",bmi,smoker,region\r\n"
            + "41,24.5,true,\"the \"\"north\"\"\"\r\n"
            + ",1.0E-7,,\"a\nb\"\r\n",
        Files.readString(file));
  }

  @Test
  void keepsTypesAndMissingValuesInParquet() throws IOException {
    Path file = directory.resolve("rows.parquet");

    ParquetFile.write(ROWS, Map.of("salus.generator", "vae"), file);

    List<?> rows = new CarpetReader<>(file.toFile(), Map.class).toList();
    assertEquals(
        Map.of("age, years", 41.0, "bmi", 24.5, "smoker", true, "region", "the \"north\""),
        rows.get(0));
    assertArrayEquals(
        new Object[] {null, 1e-7, null, "a\nb"},
        List.of("age, years", "bmi", "smoker", "region").stream()
            .map(((Map<?, ?>) rows.get(1))::get)
            .toArray());
  }
}
