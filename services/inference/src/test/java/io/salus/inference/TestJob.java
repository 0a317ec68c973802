package io.salus.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.jobs.JobContext;
import io.salus.service.security.Caller;
import io.salus.testkit.TestTokens;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A job in a worker's hands that can be killed at a place. */
final class TestJob implements JobContext {
  private final String id = "inference-" + UUID.randomUUID();
  private final String tenant;
  private final Map<String, ?> params;
  private byte @Nullable [] state;
  private int attempt;
  private String dieAt = "";
  private final CompletableFuture<String> trains = new CompletableFuture<>();
  private volatile boolean cancelled;

  TestJob(String tenant, String name, String snapshot, boolean promote) {
    this(tenant, name, snapshot, promote, Map.of());
  }

  /**
   * @param more parameters of the training besides
   */
  TestJob(String tenant, String name, String snapshot, boolean promote, Map<String, ?> more) {
    Map<String, Object> all = new HashMap<>(more);
    all.putAll(Map.of("name", name, "snapshot", snapshot, "seed", 7, "promote", promote));
    this.tenant = tenant;
    this.params = Map.copyOf(all);
  }

  /** The worker's death: nothing in the handler may catch it. */
  static final class Killed extends Error {
    Killed() {
      super("killed");
    }
  }

  TestJob nextAttempt(String diesAt) {
    attempt++;
    dieAt = diesAt;
    return this;
  }

  /** What it says when it has begun to train. */
  CompletableFuture<String> trains() {
    return trains;
  }

  /** As a job that is cancelled: the next thing it tells ends it. */
  void cancel() {
    cancelled = true;
  }

  static Caller callerOf(String tenant) {
    return new Caller(tenant, "tester", Set.of("system/*.cruds", "salus/*.*"), null, null);
  }

  @Override
  public String jobId() {
    return id;
  }

  @Override
  public Caller caller() {
    return callerOf(tenant);
  }

  @Override
  public JsonNode params() {
    return new ObjectMapper().valueToTree(params);
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public void progress(double share, String message) {
    if (message.startsWith("training: ")) {
      trains.complete(message);
    }
    if (cancelled) {
      throw new Killed();
    }
    if (!dieAt.isEmpty() && message.startsWith(dieAt)) {
      throw new Killed();
    }
  }

  @Override
  public Optional<byte[]> checkpoint() {
    return Optional.ofNullable(state);
  }

  @Override
  public void checkpoint(byte[] kept) {
    state = kept.clone();
  }

  @Override
  public String bearerToken() {
    return TestTokens.admin(tenant);
  }
}
