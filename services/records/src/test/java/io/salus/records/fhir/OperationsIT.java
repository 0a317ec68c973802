package io.salus.records.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.records.v1.OperateResponse;
import io.salus.proto.records.v1.OperationHead;
import io.salus.proto.records.v1.OperationLevel;
import io.salus.proto.records.v1.OperationMethod;
import io.salus.service.errors.ErrorCategory;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class OperationsIT {
  /** What windows of HTTP/2 and buffers on the way can hold. */
  private static final long MOST_AHEAD = 16 << 20;

  private static final String META = "/parameter/0/valueMeta";
  private static final String TAG = "{\"system\":\"urn:t\",\"code\":\"checked\"}";

  @TestHTTPResource("/")
  URI address;

  @Inject TestOperation flow;

  @Test
  void addsAndTakesAwayTags() {
    try (TestFhir fhir = TestFhir.admin(address, "meta")) {
      String id = fhir.create("Patient", Samples.patient("Ash", "1980-02-03", "1")).getId();
      String tag =
          "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"meta\",\"valueMeta\":{\"tag\":["
              + TAG
              + "]}}]}";

      JsonNode added = fhir.operate(at(id, "meta-add"), tag);
      fhir.operate(at(id, "meta-add"), tag);

      assertEquals("2", added.at("/parameter/0/valueMeta/versionId").asText());
      JsonNode read =
          fhir.operate(at(id, "meta").setMethod(OperationMethod.OPERATION_METHOD_GET), "");
      assertEquals("checked", read.at("/parameter/0/valueMeta/tag/0/code").asText());
      assertEquals(1, read.at("/parameter/0/valueMeta/tag").size());
      assertEquals("2", fhir.read("Patient", id).at("/meta/versionId").asText());
      JsonNode taken = fhir.operate(at(id, "meta-delete"), tag);
      assertTrue(taken.at("/parameter/0/valueMeta/tag").isMissingNode());
      try (TestFhir reader = new TestFhir(address, TestTokens.scoped("meta", "user/Patient.rs"))) {
        assertEquals(
            ErrorCategory.FORBIDDEN,
            TestFhir.error(() -> reader.operate(at(id, "meta-delete"), tag)).category());
      }
    }
  }

  @Test
  void tellsWhatTagsThereAre() {
    try (TestFhir fhir = TestFhir.admin(address, "meta-survey")) {
      String patient = "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"meta\":{\"tag\":[%s]}}";
      String other = "{\"system\":\"urn:t\",\"code\":\"other\"}";
      fhir.update("Patient", "a", patient.formatted("a", TAG), 0);
      fhir.update("Patient", "b", patient.formatted("b", TAG + "," + other), 0);
      fhir.update(
          "Basic",
          "c",
          "{\"resourceType\":\"Basic\",\"id\":\"c\",\"code\":{\"text\":\"x\"},"
              + "\"meta\":{\"profile\":[\"urn:p\"]}}",
          0);
      fhir.update("Patient", "d", patient.formatted("d", "{\"code\":\"gone\"}"), 0);
      fhir.delete("Patient", "d");

      JsonNode ofPatients =
          fhir.operate(at("", "meta").setLevel(OperationLevel.OPERATION_LEVEL_TYPE), "").at(META);
      JsonNode ofAll = fhir.operate(system("meta", ""), "").at(META);

      assertEquals(2, ofPatients.path("tag").size());
      assertEquals("checked", ofPatients.at("/tag/0/code").asText());
      assertTrue(ofPatients.path("profile").isMissingNode());
      assertEquals("urn:p", ofAll.at("/profile/0").asText());
      assertEquals(2, ofAll.path("tag").size());
      String patientA = TestTokens.patient("meta-survey", "a", "patient/*.rs");
      try (TestFhir one = new TestFhir(address, patientA)) {
        assertEquals(1, one.operate(system("meta", ""), "").at(META + "/tag").size());
      }
      String narrow = TestTokens.scoped("meta-survey", "user/Basic.rs");
      try (TestFhir reader = new TestFhir(address, narrow)) {
        assertTrue(reader.operate(system("meta", ""), "").at(META + "/tag").isMissingNode());
        assertEquals(
            ErrorCategory.FORBIDDEN,
            TestFhir.error(
                    () ->
                        reader.operate(
                            at("", "meta").setLevel(OperationLevel.OPERATION_LEVEL_TYPE), ""))
                .category());
      }
    }
  }

  @Test
  void answersUnknownOnesAndOtherMethods() {
    try (TestFhir fhir = TestFhir.admin(address, "unknown-operations")) {
      assertEquals(
          ErrorCategory.NOT_FOUND,
          TestFhir.error(() -> fhir.operate(at("1", "nothing"), "")).category());
      assertEquals(
          ErrorCategory.NOT_FOUND,
          TestFhir.error(() -> fhir.operate(at("1", "test-flow"), "")).category());
      OperateResponse refused =
          fhir.operating(at("1", "meta-add").setMethod(OperationMethod.OPERATION_METHOD_GET), "")
              .getFirst();
      assertEquals(405, refused.getHead().getStatus());
      assertEquals("POST", refused.getHead().getHeadersMap().get("Allow"));
      assertEquals(
          "text/csv",
          fhir.operating(system("test-stream", "bytes=16"), "")
              .getFirst()
              .getHead()
              .getContentType());
    }
  }

  @Test
  void writesNoFurtherThanTheClientReads() throws Exception {
    int size = 512 << 20;
    try (TestFhir fhir = TestFhir.admin(address, "flow")) {
      BlockingQueue<OperateResponse> came = new LinkedBlockingQueue<>();
      ClientCall<?, OperateResponse> call =
          fhir.start(
              system("test-flow", "bytes=" + size),
              new ClientCall.Listener<>() {
                @Override
                public void onMessage(OperateResponse message) {
                  came.add(message);
                }
              });
      // It is never far ahead of a client that takes one piece after the other.
      long read = 0;
      for (int i = 0; i < 1000; i++) {
        call.request(1);
        OperateResponse message = came.poll(30, TimeUnit.SECONDS);
        assertTrue(i > 0 || message.getHead().getStatus() == 200);
        read += message.getChunk().size();
        assertTrue(flow.written.get() - read < MOST_AHEAD, "written " + flow.written);
      }

      call.cancel("enough", null);
      assertTrue(flow.gone.await(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void tellsAnErrorBeforeTheAnswerBeganAndBreaksOffAfter() throws Exception {
    try (TestFhir fhir = TestFhir.admin(address, "failing")) {
      assertEquals(
          ErrorCategory.UNPROCESSABLE,
          TestFhir.error(() -> fhir.operating(system("test-flow", "bytes=100000&fail=60000"), ""))
              .category());

      BlockingQueue<Object> came = new LinkedBlockingQueue<>();
      ClientCall<?, OperateResponse> call =
          fhir.start(
              system("test-flow", "bytes=1000000&fail=900000"),
              new ClientCall.Listener<>() {
                @Override
                public void onMessage(OperateResponse message) {
                  came.add(message);
                }

                @Override
                public void onClose(Status status, Metadata trailers) {
                  came.add(status.getCode());
                }
              });
      call.request(100);
      assertEquals(200, ((OperateResponse) came.poll(30, TimeUnit.SECONDS)).getHead().getStatus());
      Object last = came.poll(30, TimeUnit.SECONDS);
      while (last instanceof OperateResponse) {
        last = came.poll(30, TimeUnit.SECONDS);
      }
      assertEquals(Status.Code.INVALID_ARGUMENT, last);
    }
  }

  private static OperationHead.Builder at(String id, String name) {
    return OperationHead.newBuilder()
        .setLevel(OperationLevel.OPERATION_LEVEL_INSTANCE)
        .setType("Patient")
        .setId(id)
        .setName(name)
        .setContentType("application/fhir+json")
        .setMethod(OperationMethod.OPERATION_METHOD_POST)
        .setBaseUrl(TestFhir.BASE);
  }

  private static OperationHead.Builder system(String name, String query) {
    return OperationHead.newBuilder()
        .setLevel(OperationLevel.OPERATION_LEVEL_SYSTEM)
        .setName(name)
        .setMethod(OperationMethod.OPERATION_METHOD_GET)
        .setQuery(query)
        .setBaseUrl(TestFhir.BASE);
  }
}
