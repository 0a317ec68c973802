package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.jobs.JobContext;
import io.salus.service.security.Caller;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** An attempt at a job, which can be made to die when it says for the n-th time how far it is. */
final class TestJob implements JobContext {
  private final String id;
  private final Caller caller;
  private final JsonNode params;
  private final IntPredicate dies;
  private byte @Nullable [] checkpoint;
  private int told;

  TestJob(
      String id, Caller caller, JsonNode params, IntPredicate dies, byte @Nullable [] checkpoint) {
    this.id = id;
    this.caller = caller;
    this.params = params;
    this.dies = dies;
    this.checkpoint = checkpoint;
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
    return 1;
  }

  @Override
  public void progress(double share, String message) {
    if (dies.test(++told)) {
      throw new CancellationException();
    }
  }

  @Override
  public Optional<byte[]> checkpoint() {
    return Optional.ofNullable(checkpoint);
  }

  @Override
  public void checkpoint(byte[] state) {
    checkpoint = state;
  }

  @Override
  public String bearerToken() {
    throw new AssertionError("views call nobody");
  }
}
