package io.salus.records.parameter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.jobs.JobContext;
import io.salus.service.security.Caller;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job in the hands of a worker that can die after some checkpoints. */
final class TestJob implements JobContext {
  /** The worker's process is gone. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Caller caller;
  private final JsonNode params;
  private int checkpointsToLive;
  private byte @Nullable [] checkpoint;

  TestJob(Caller caller, String type, int checkpointsToLive) {
    this.caller = caller;
    this.params = new ObjectMapper().valueToTree(Map.of("type", type));
    this.checkpointsToLive = checkpointsToLive;
  }

  /** The next worker takes it, and lives. */
  TestJob again() {
    checkpointsToLive = Integer.MAX_VALUE;
    return this;
  }

  @Override
  public String jobId() {
    return "records-test";
  }

  @Override
  public Caller caller() {
    return caller;
  }

  @Override
  public JsonNode params() {
    return params;
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public void progress(double share, String message) {
    if (share < 0 || share > 1) {
      throw new AssertionError("no share: " + share);
    }
  }

  @Override
  public Optional<byte[]> checkpoint() {
    return Optional.ofNullable(checkpoint);
  }

  @Override
  public void checkpoint(byte[] state) {
    checkpoint = state.clone();
    if (--checkpointsToLive == 0) {
      throw new Killed();
    }
  }

  @Override
  public String bearerToken() {
    throw new AssertionError("this job calls nobody");
  }
}
