package io.salus.learning.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.salus.learning.Patients;
import io.salus.learning.UnusableDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTableTest {
  @TempDir Path directory;

  @Test
  void readsWhatWasWrittenWithTypesMissingValuesAndMetadata() throws IOException {
    Table written = Patients.some(50, 1, 1);
    Path file = directory.resolve("table.parquet");

    ParquetTable.write(written, file);
    Table read = ParquetTable.read(file);

    assertEquals(written.patients(), read.patients());
    assertEquals(written.indexDates(), read.indexDates());
    assertArrayEquals(written.labels(), read.labels());
    for (int i = 0; i < written.features().size(); i++) {
      Column before = written.features().get(i);
      Column after = read.features().get(i);
      assertEquals(before.name(), after.name());
      assertEquals(before.kind(), after.kind());
      assertEquals(before.levels(), after.levels());
      assertArrayEquals(before.values(), after.values());
    }
    assertEquals(
        written.metadata().get("salus.feature_set"), read.metadata().get("salus.feature_set"));
  }

  @Test
  void refusesAFileThatIsNoParquet() throws IOException {
    Path file = Files.writeString(directory.resolve("table.parquet"), "patient,label\n1,true\n");

    assertThrows(UnusableDataException.class, () -> ParquetTable.read(file));
  }
}
