package io.salus.scheduling.database;

import io.salus.service.errors.AppException.Unavailable;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a failed statement means for the caller. */
public final class DatabaseFailure {
  private DatabaseFailure() {}

  /**
   * {@link Unavailable} when the database is away or full (SQLSTATE classes 08, 53 and 57, and a
   * pool that gives no connection); an error of ours otherwise.
   */
  public static RuntimeException of(SQLException failure) {
    if (isAway(failure)) {
      return new Unavailable("The calendar's database does not answer now; try again shortly.");
    }
    return new IllegalStateException("a statement failed: " + failure.getSQLState(), failure);
  }

  private static boolean isAway(SQLException failure) {
    @Nullable String state = failure.getSQLState();
    if (state == null) {
      String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
      return message.contains("acquisition timeout");
    }
    return state.startsWith("08") || state.startsWith("53") || state.startsWith("57");
  }
}
