package io.salus.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A job that does what its parameters say, so that tests can hold it, cancel it and let it fail.
 */
@ApplicationScoped
class CountingHandler implements JobHandler {
  static final Map<String, CountDownLatch> STARTED = new ConcurrentHashMap<>();

  @Override
  public String kind() {
    return "count";
  }

  @Override
  public String scope() {
    return "salus/test.run";
  }

  @Override
  public String run(JobContext job) throws Exception {
    STARTED.computeIfAbsent(job.jobId(), id -> new CountDownLatch(1)).countDown();
    int from = job.checkpoint().map(bytes -> (int) bytes[0]).orElse(0);
    int steps = job.params().path("steps").asInt();
    for (int i = from; i < steps; i++) {
      job.checkpoint(new byte[] {(byte) i});
      job.progress((double) i / steps, "step " + i);
      if (job.params().path("fail").asBoolean()) {
        throw new IllegalStateException("patient Jane Roe");
      }
      TimeUnit.MILLISECONDS.sleep(job.params().path("pause").asInt());
    }
    return "{\"from\": " + from + ", \"attempt\": " + job.attempt() + "}";
  }
}
