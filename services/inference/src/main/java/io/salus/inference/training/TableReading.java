package io.salus.inference.training;

import io.salus.inference.artefact.Sha256;
import io.salus.inference.upload.TableFormat;
import io.salus.inference.upload.UploadedTables;
import io.salus.learning.UnusableDataException;
import io.salus.learning.table.Csv;
import io.salus.learning.table.ParquetTable;
import io.salus.learning.table.Table;
import io.salus.service.security.Caller;
import io.salus.service.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Reads a table that was brought, on the worker. */
final class TableReading {
  private final UploadedTables tables;
  private final ObjectStore files;

  TableReading(UploadedTables tables, ObjectStore files) {
    this.tables = tables;
    this.files = files;
  }

  Source read(Caller caller, BroughtTable brought) throws IOException {
    Path draft = files.draft();
    MessageDigest digest = Sha256.digest();
    try {
      try (InputStream in = new DigestInputStream(tables.open(caller, brought.id()), digest)) {
        Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
      }
      Table table =
          brought.format() == TableFormat.CSV ? csv(draft, brought) : ParquetTable.read(draft);
      if (table.positives() == 0 && brought.format() == TableFormat.CSV) {
        throw new UnusableDataException(
            "column %s is nowhere %s"
                .formatted(brought.labelColumn(), String.join(" or ", brought.positiveValues())));
      }
      return Source.of(brought, HexFormat.of().formatHex(digest.digest()), table);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static Table csv(Path file, BroughtTable brought) throws IOException {
    // What is no UTF-8 is an error, not a question mark.
    try (InputStreamReader reader =
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder())) {
      return brought.columns().table(Csv.read(reader));
    } catch (CharacterCodingException e) {
      throw new UnusableDataException("the file is not in UTF-8", e);
    }
  }
}
