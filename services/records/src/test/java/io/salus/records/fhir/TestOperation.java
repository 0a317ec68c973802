package io.salus.records.fhir;

import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code $test-flow}: writes as many bytes as are asked for, says how far it came, and fails where
 * it is told to. No proxy stands before its fields.
 */
@Singleton
class TestOperation implements Operation {
  final AtomicLong written = new AtomicLong();
  final CountDownLatch gone = new CountDownLatch(1);

  @Override
  public String name() {
    return "test-flow";
  }

  @Override
  public Set<String> aliases() {
    return Set.of("test-stream");
  }

  @Override
  public Set<Level> levels() {
    return Set.of(Level.SYSTEM, Level.TYPE);
  }

  @Override
  public boolean appliesTo(String type) {
    return type.equals("Patient");
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    int bytes = call.parameters().number("bytes").orElse(0);
    int failAt = call.parameters().number("fail").orElse(Integer.MAX_VALUE);
    written.set(0);
    return Uni.createFrom()
        .item(OperationAnswer.streamed("text/csv", out -> write(out, bytes, failAt)));
  }

  private void write(OutputStream out, int bytes, int failAt) throws IOException {
    byte[] line = "0123456789abcde\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    try {
      for (int i = 0; i < bytes; i += line.length) {
        if (i >= failAt) {
          throw new Unprocessable("Told to fail.");
        }
        out.write(line);
        written.addAndGet(line.length);
      }
    } catch (IOException e) {
      gone.countDown();
      throw e;
    }
  }
}
