package io.salus.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status.Code;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.inference.training.TrainHandler;
import io.salus.proto.inference.v1.Model;
import io.salus.proto.inference.v1.PromoteModelRequest;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class CanaryIT {
  private static final String TENANT = "clinic";

  @Inject TrainHandler handler;

  @TestHTTPResource("/")
  URI address;

  private TestClients clients;
  private final String token = TestTokens.admin(TENANT);

  @BeforeEach
  void open() {
    clients = new TestClients(address.getPort());
  }

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void aCanaryAnswersForSomePatientsAlwaysTheSame() throws Exception {
    handler.run(new TestJob(TENANT, "careful", "few", true).nextAttempt(""));
    canary(token, 1, 10, Code.FAILED_PRECONDITION);
    handler.run(new TestJob(TENANT, "careful", "few", false).nextAttempt(""));
    canary(TestTokens.scoped(TENANT, "salus/models.read"), 2, 10, Code.PERMISSION_DENIED);
    canary(TestTokens.admin("elsewhere"), 2, 10, Code.NOT_FOUND);
    canary(token, 2, 101, Code.INVALID_ARGUMENT);
    canary(token, 1, 10, Code.FAILED_PRECONDITION);

    Model beside = promote(2, 30);
    List<Integer> first = answering();
    List<Integer> again = answering();
    List<String> tensors = IntStream.range(0, 60).mapToObj(i -> versionOfTensors("")).toList();
    promote(2, 60);
    List<Integer> more = answering();

    assertEquals(30, beside.getCanaryShare());
    assertFalse(beside.getPromoted());
    assertEquals(first, again, "the same patient, the same version");
    long canaries = first.stream().filter(version -> version == 2).count();
    assertTrue(canaries > 1 && canaries < 35, canaries + " of 50");
    for (int i = 0; i < first.size(); i++) {
      assertTrue(first.get(i) == 1 || more.get(i) == 2, "a share that grows keeps its patients");
    }
    assertTrue(tensors.containsAll(List.of("1", "2")), "tensors name no patient: drawn");
    assertEquals("2", versionOfTensors("canary"));
    assertEquals("1", versionOfTensors("stable"));

    promote(2, 0);
    assertFalse(answering().contains(2), "ended");
    TestClients.fails(Code.NOT_FOUND, () -> versionOfTensors("canary"));
    promote(2, 50);
    Model promoted =
        clients
            .models(token)
            .promoteModel(PromoteModelRequest.newBuilder().setName("careful").setVersion(2).build())
            .getModel();
    assertTrue(promoted.getPromoted() && promoted.getCanaryShare() == 0);
    assertFalse(answering().contains(1), "all");
  }

  /** Versions that answer for fifty patients. */
  private List<Integer> answering() {
    return IntStream.range(0, 50)
        .mapToObj(i -> clients.score(token, "careful", "patient-" + i).getVersion())
        .toList();
  }

  private String versionOfTensors(String asked) {
    ModelInferRequest.Builder request =
        ModelInferRequest.newBuilder().setModelName("careful").setModelVersion(asked);
    request
        .addInputsBuilder()
        .setName("features")
        .setDatatype("FP64")
        .addAllShape(List.of(1L, 4L))
        .getContentsBuilder()
        .addAllFp64Contents(List.of(130.0, 1.0, 0.0, 0.0));
    return clients.tensors(token).modelInfer(request.build()).getModelVersion();
  }

  private Model promote(int version, int share) {
    return clients.models(token).promoteModel(canary(version, share)).getModel();
  }

  private void canary(String bearer, int version, int share, Code refusal) {
    TestClients.fails(refusal, () -> clients.models(bearer).promoteModel(canary(version, share)));
  }

  private static PromoteModelRequest canary(int version, int share) {
    return PromoteModelRequest.newBuilder()
        .setName("careful")
        .setVersion(version)
        .setCanaryShare(share)
        .build();
  }
}
