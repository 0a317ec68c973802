package io.salus.service.runtime;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one warning out of the console: settings of code generation travel in the packaged
 * application.properties, and Quarkus calls those with a contract's name unrecognized at each
 * start. Any other unrecognized key is still told.
 */
@LoggingFilter(name = "known-warnings")
public final class KnownWarnings implements Filter {
  private static final String UNRECOGNIZED = "Unrecognized configuration key";
  private static final String CODE_GENERATION = "quarkus.generate-code.grpc.scan-for-proto-";

  @Override
  public boolean isLoggable(LogRecord entry) {
    String message = entry.getMessage();
    return message == null
        || !message.startsWith(UNRECOGNIZED)
        || !names(message, entry.getParameters());
  }

  /** Whether the key, in the text or beside it, belongs to code generation. */
  private static boolean names(String message, Object @Nullable [] parameters) {
    if (message.startsWith(UNRECOGNIZED + " \"" + CODE_GENERATION)) {
      return true;
    }
    return parameters != null
        && parameters.length > 0
        && String.valueOf(parameters[0]).startsWith(CODE_GENERATION);
  }
}
