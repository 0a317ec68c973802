package io.salus.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.inference.batching.Workers;
import io.salus.proto.inference.v1.CallRequest;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.proto.oip.v2.ModelInferRequest.InferInputTensor;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose client goes away while it waits is not computed, whichever way it came. */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class LeavingIT {
  private static final String INFER = "/v2/models/leaving/infer";
  private static final String ROW =
      "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]}]}";

  @TestHTTPResource("/")
  URI address;

  @Inject
  @ConfigProperty(name = "salus.models.repository")
  Path repository;

  @Inject Workers workers;
  @Inject MeterRegistry meters;

  private final String token = TestTokens.admin("leaving");
  private final CountDownLatch held = new CountDownLatch(1);
  private TestClients clients;

  /** A new model computes on a worker, and all of them are busy. */
  @BeforeEach
  void hold() throws Exception {
    clients = new TestClients(address.getPort());
    TestModels.write(
        repository.resolve("tenants/leaving/leaving/1"), "onnx", TestModels.onnx(), "");
    assertEquals(
        200,
        clients.protocol(token).call(post("/v2/repository/models/leaving/load", "")).getStatus());
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      workers.execute(
          () -> {
            try {
              held.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
  }

  @AfterEach
  void letGo() {
    held.countDown();
    clients.close();
  }

  @Test
  void isNotComputed() throws Exception {
    leaves(() -> clients.tensorsLater(token).modelInfer(row(), new Nobody<>()));
    leaves(() -> clients.protocolLater(token).call(post(INFER, ROW), new Nobody<>()));
    try (Socket http = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      http.getOutputStream()
          .write(
              "POST %s HTTP/1.1\r\nHost: salus\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(INFER, token, ROW.length(), ROW)
                  .getBytes(StandardCharsets.US_ASCII));
      untilWaiting(1);
    }
    untilWaiting(0);
    held.countDown();
    assertEquals(200, clients.protocol(token).call(post(INFER, ROW)).getStatus());
    assertEquals(
        1, meters.get("salus.inference.rows").tag("model", "leaving").functionCounter().count());
  }

  private void leaves(Runnable asking) {
    CancellableContext client = Context.current().withCancellation();
    client.run(asking);
    untilWaiting(1);
    client.cancel(null);
    untilWaiting(0);
  }

  private void untilWaiting(int rows) {
    var waiting = meters.get("salus.inference.queue.rows").tag("model", "leaving").gauge();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (waiting.value() != rows) {
      assertTrue(System.nanoTime() < end, waiting.value() + " wait, not " + rows);
      Thread.onSpinWait();
    }
  }

  private static ModelInferRequest row() {
    return ModelInferRequest.newBuilder()
        .setModelName("leaving")
        .addInputs(
            InferInputTensor.newBuilder().setName("x").setDatatype("FP32").addShape(1).addShape(2))
        .addRawInputContents(ByteString.copyFrom(new byte[8]))
        .build();
  }

  private static CallRequest post(String path, String body) {
    return CallRequest.newBuilder()
        .setMethod("POST")
        .setPath(path)
        .setBody(ByteString.copyFromUtf8(body))
        .build();
  }

  /** Whose answers nobody waits for. */
  private static final class Nobody<R> implements StreamObserver<R> {
    @Override
    public void onNext(R answer) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
