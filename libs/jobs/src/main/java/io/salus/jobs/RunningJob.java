package io.salus.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.service.security.Caller;
import io.salus.service.security.InternalTokens;
import io.salus.service.tenant.TenantTransactions;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** A job in a worker's hands. */
final class RunningJob implements JobContext {
  private static final long WRITE_EVERY_NANOS = Duration.ofMillis(400).toNanos();
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

  private final UUID id;
  private final String publicId;
  private final JobTable.Taken taken;
  private final JsonNode params;
  private final JobTable table;
  private final TenantTransactions transactions;
  private final InternalTokens tokens;
  private long lastWrite = System.nanoTime() - WRITE_EVERY_NANOS;

  RunningJob(
      UUID id,
      String publicId,
      JobTable.Taken taken,
      JsonNode params,
      JobTable table,
      TenantTransactions transactions,
      InternalTokens tokens) {
    this.id = id;
    this.publicId = publicId;
    this.taken = taken;
    this.params = params;
    this.table = table;
    this.transactions = transactions;
    this.tokens = tokens;
  }

  @Override
  public String jobId() {
    return publicId;
  }

  @Override
  public Caller caller() {
    return taken.caller();
  }

  @Override
  public JsonNode params() {
    return params;
  }

  @Override
  public int attempt() {
    return taken.attempt();
  }

  @Override
  public synchronized void progress(double share, String message) {
    if (Thread.currentThread().isInterrupted()) {
      throw new WorkerStopping();
    }
    long now = System.nanoTime();
    if (now - lastWrite < WRITE_EVERY_NANOS) {
      return;
    }
    lastWrite = now;
    double bounded = Math.clamp(share, 0, 1);
    if (!transactions.call(
        taken.caller(), () -> table.progress(id, taken.attempt(), bounded, message))) {
      throw new JobCancelled();
    }
  }

  @Override
  public Optional<byte[]> checkpoint() {
    return taken.checkpoint();
  }

  @Override
  public void checkpoint(byte[] state) {
    if (!transactions.call(taken.caller(), () -> table.checkpoint(id, taken.attempt(), state))) {
      throw new JobCancelled();
    }
  }

  @Override
  public String bearerToken() {
    return tokens.actFor(taken.caller(), publicId, TOKEN_LIFE);
  }
}
