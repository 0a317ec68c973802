package io.salus.records.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.records.v1.FhirServiceGrpc;
import io.salus.proto.records.v1.ReadRequest;
import io.salus.service.grpc.Bearer;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
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
  private static final MethodDescriptor<byte[], byte[]> READ =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(FhirServiceGrpc.getReadMethod().getFullMethodName())
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();

  @TestHTTPResource("/")
  URI address;

  private ManagedChannel channel;

  @BeforeEach
  void open() {
    channel =
        NettyChannelBuilder.forAddress(address.getHost(), address.getPort()).usePlaintext().build();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
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
        String general = call(request, token, "gzip");
        assertEquals(general, call(request, token, null), Arrays.toString(request) + " " + token);
      }
    }
    assertEquals(Code.NOT_FOUND + " ", call(requests.get(4), admin, null).substring(0, 10));
  }

  @Test
  void refusesWhatIsNoMessage() {
    String token = TestTokens.admin("short");
    String answer = call(new byte[] {10, 100, 1}, token, null);
    assertEquals(Code.INTERNAL.toString(), answer.substring(0, answer.indexOf(' ')));
    answer = call(new byte[] {10, 100, 1}, "not.a.token", null);
    assertEquals(Code.UNAUTHENTICATED.toString(), answer.substring(0, answer.indexOf(' ')));
    answer = call(new byte[(16 << 20) + 1], token, null);
    assertEquals(Code.RESOURCE_EXHAUSTED.toString(), answer.substring(0, answer.indexOf(' ')));
  }

  /** The answer's bytes, or status, description and trailers. */
  private String call(byte[] request, @Nullable String token, @Nullable String compressor) {
    CallOptions options = CallOptions.DEFAULT.withCompression(compressor);
    if (token != null) {
      options = options.withCallCredentials(new Bearer(token));
    }
    try {
      return Base64.getEncoder()
          .encodeToString(ClientCalls.blockingUnaryCall(channel, READ, options, request));
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() + " " + e.getStatus().getDescription() + ours(e.getTrailers());
    }
  }

  private static String ours(@Nullable Metadata trailers) {
    StringBuilder text = new StringBuilder();
    if (trailers != null) {
      for (String key : new TreeSet<>(trailers.keys())) {
        if (key.startsWith("salus-") && !key.endsWith("-bin")) {
          text.append(' ')
              .append(key)
              .append('=')
              .append(trailers.get(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER)));
        } else if (key.startsWith("salus-")) {
          byte[] value = trailers.get(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER));
          text.append(' ').append(key).append('=').append(Arrays.toString(value));
        }
      }
    }
    return text.toString();
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

  /** Messages as they are. */
  private static final class Bytes implements Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
