package io.salus.inference.training;

import io.salus.inference.upload.TableFormat;
import io.salus.inference.upload.UploadedTables;
import io.salus.learning.UnusableDataException;
import io.salus.learning.fit.Algorithm;
import io.salus.learning.fit.SettingsException;
import io.salus.learning.table.Csv;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Whether a table that was brought has the columns that a network's settings say, as far as its
 * first line tells. What else is wrong with the file is the job's error, and so are Parquet's
 * columns.
 */
final class ColumnCheck {
  private ColumnCheck() {}

  /** Throws {@link InvalidInput}, which names the setting. */
  static void check(
      Caller caller, UploadedTables tables, BroughtTable brought, Algorithm.Deep deep) {
    if (brought.format() != TableFormat.CSV) {
      return;
    }
    try (InputStreamReader reader =
        new InputStreamReader(tables.open(caller, brought.id()), StandardCharsets.UTF_8)) {
      deep.settings().requireColumns(brought.columns().features(Csv.heading(reader)).size());
    } catch (SettingsException e) {
      throw TrainingPlan.refused(e);
    } catch (UnusableDataException e) {
      // The job says it, with all that is wrong.
    } catch (IOException e) {
      throw new NotFound("The table cannot be read.");
    }
  }
}
