package io.salus.records.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.jobs.JobContext;
import io.salus.service.security.Caller;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** An attempt at a snapshot job, which may be told to stop. */
record SnapshotAttempt(String jobId, Caller caller, String set, boolean cancelled)
    implements JobContext {
  @Override
  public JsonNode params() {
    return new ObjectMapper().createObjectNode().put("name", set).put("version", 1);
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public void progress(double share, String message) {
    if (cancelled) {
      throw new CancellationException();
    }
  }

  @Override
  public Optional<byte[]> checkpoint() {
    return Optional.empty();
  }

  @Override
  public void checkpoint(byte[] state) {
    throw new AssertionError("a snapshot keeps no checkpoint");
  }

  @Override
  public String bearerToken() {
    throw new AssertionError("a snapshot calls nobody");
  }
}
