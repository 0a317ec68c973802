package io.salus.records.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status.Code;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.records.v1.FhirServiceGrpc;
import io.salus.proto.records.v1.ReadRequest;
import io.salus.testkit.RawCalls;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A read is answered before the general gRPC server sees it, and a compressed one by that server:
 * nobody may see a difference.
 */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class ShortCallsIT {
  @TestHTTPResource("/")
  URI address;

  private RawCalls calls;

  @BeforeEach
  void open() {
    calls = new RawCalls(address.getHost(), address.getPort());
  }

  @AfterEach
  void close() {
    calls.close();
  }

  @Test
  void answersWhatTheGeneralServerAnswers() {
    String tenant = "short";
    try (TestFhir fhir = TestFhir.admin(address, tenant)) {
      fhir.update("Patient", "there", patient("there", "Ünal"), 0);
      fhir.update("Patient", "large", patient("large", "x".repeat(700_000)), 0);
      fhir.update("Patient", "gone", patient("gone", "Gone"), 0);
      fhir.delete("Patient", "gone");
    }
    String admin = TestTokens.admin(tenant);
    String bound = TestTokens.patient(tenant, "large", "patient/*.rs");
    List<byte[]> requests =
        List.of(
            read("Patient", "there", ""),
            read("Patient", "there", "_elements=id"),
            read("Patient", "large", ""),
            read("Patient", "gone", ""),
            read("Patient", "absent", ""),
            read("Patient", "a\0b", ""),
            read("Nothing", "there", ""),
            new byte[0]);
    for (byte[] request : requests) {
      for (String token : new @Nullable String[] {admin, bound, "not.a.token", null}) {
        String general = call(request, token, true);
        assertEquals(general, call(request, token, false), Arrays.toString(request) + " " + token);
      }
    }
    assertEquals(Code.NOT_FOUND + " ", call(requests.get(4), admin, false).substring(0, 10));
  }

  @Test
  void refusesWhatIsNoMessage() {
    String token = TestTokens.admin("short");
    String answer = call(new byte[] {10, 100, 1}, token, false);
    assertEquals(Code.INTERNAL.toString(), answer.substring(0, answer.indexOf(' ')));
    answer = call(new byte[] {10, 100, 1}, "not.a.token", false);
    assertEquals(Code.UNAUTHENTICATED.toString(), answer.substring(0, answer.indexOf(' ')));
    answer = call(new byte[(16 << 20) + 1], token, false);
    assertEquals(Code.RESOURCE_EXHAUSTED.toString(), answer.substring(0, answer.indexOf(' ')));
  }

  private String call(byte[] request, @Nullable String token, boolean compressed) {
    return calls.call(
        FhirServiceGrpc.getReadMethod().getFullMethodName(), request, token, compressed);
  }

  private static byte[] read(String type, String id, String query) {
    return ReadRequest.newBuilder().setType(type).setId(id).setQuery(query).build().toByteArray();
  }

  private static String patient(String id, String family) {
    return "{\"resourceType\":\"Patient\",\"id\":\""
        + id
        + "\",\"name\":[{\"family\":\""
        + family
        + "\"}]}";
  }
}
