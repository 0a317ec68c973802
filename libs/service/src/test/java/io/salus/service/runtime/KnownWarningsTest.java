package io.salus.service.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class KnownWarningsTest {
  private static final String UNRECOGNIZED =
      "Unrecognized configuration key \"%s\" was provided; it will be ignored";

  @Test
  void onlyKeysOfCodeGenerationAreKeptQuiet() {
    assertFalse(
        shown("quarkus.generate-code.grpc.scan-for-proto-include.\"io.salus:salus-proto\""));
    assertTrue(shown("quarkus.http.prot"));
    assertTrue(new KnownWarnings().isLoggable(new LogRecord(Level.WARNING, "The disk is full")));
  }

  private static boolean shown(String key) {
    LogRecord entry = new LogRecord(Level.WARNING, UNRECOGNIZED);
    entry.setParameters(new Object[] {key});
    return new KnownWarnings().isLoggable(entry);
  }
}
