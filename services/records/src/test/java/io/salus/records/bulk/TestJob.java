package io.salus.records.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.jobs.JobContext;
import io.salus.service.security.Caller;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job in a worker's hands that may die: the next attempt has what this one left. */
final class TestJob implements JobContext {
  /** The worker's process is gone. */
  static final class Killed extends RuntimeException {}

  private final String id;
  private final Caller caller;
  private final JsonNode params;
  private int checkpointsToLive = Integer.MAX_VALUE;
  private int attempt = 1;
  private byte @Nullable [] checkpoint;

  TestJob(String id, Caller caller, Map<String, ?> params) {
    this.id = id;
    this.caller = caller;
    this.params = new ObjectMapper().valueToTree(params);
  }

  /** Dies after writing so many checkpoints. */
  TestJob dyingAfter(int checkpoints) {
    checkpointsToLive = checkpoints;
    return this;
  }

  /** The next worker takes it. */
  TestJob again() {
    checkpointsToLive = Integer.MAX_VALUE;
    attempt++;
    return this;
  }

  @Override
  public String jobId() {
    return id;
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
    return attempt;
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
    if (checkpointsToLive-- == 0) {
      throw new Killed();
    }
    checkpoint = state.clone();
  }

  @Override
  public String bearerToken() {
    throw new AssertionError("a bulk job calls nobody");
  }
}
