package io.salus.records.binary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.records.v1.BinaryServiceGrpc;
import io.salus.proto.records.v1.GetBinaryRequest;
import io.salus.proto.records.v1.GetBinaryResponse;
import io.salus.proto.records.v1.MutinyBinaryServiceGrpc;
import io.salus.proto.records.v1.PutBinaryHead;
import io.salus.proto.records.v1.PutBinaryRequest;
import io.salus.proto.records.v1.PutBinaryResponse;
import io.salus.records.bulk.TestCalls;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException;
import io.salus.service.errors.ErrorCategory;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.grpc.Bearer;
import io.salus.service.security.Caller;
import io.salus.service.storage.ObjectStore;
import io.salus.service.tenant.TenantTransactions;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class BinaryIT {
  @TestHTTPResource("/")
  URI address;

  @Inject TestCalls calls;
  @Inject ObjectStore objects;
  @Inject ContentTable table;
  @Inject TenantTransactions transactions;
  @Inject DataSource dataSource;

  private ManagedChannel channel;

  @BeforeEach
  void connect() {
    channel =
        NettyChannelBuilder.forAddress(address.getHost(), address.getPort()).usePlaintext().build();
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void givesContentBackAsItCame() {
    String admin = TestTokens.admin("binary-back");
    byte[] content = new byte[3_000_001];
    new Random(7).nextBytes(content);

    PutBinaryResponse stored = put(admin, "", "image/png", "", 0, content);

    assertTrue(stored.getCreated());
    assertArrayEquals(content, content(admin, stored.getId(), 0, 0));
    assertArrayEquals(
        java.util.Arrays.copyOfRange(content, 70_000, 210_000),
        content(admin, stored.getId(), 70_000, 140_000));
    JsonNode resource = resource(admin, stored.getId());
    assertEquals("image/png", resource.path("contentType").asText());
    assertArrayEquals(content, Base64.getDecoder().decode(resource.path("data").asText()));
  }

  @Test
  void anUpdateIsTheNextVersion() {
    String admin = TestTokens.admin("binary-update");
    assertTrue(
        put(admin, "x", "text/plain", "", 0, "one".getBytes(StandardCharsets.UTF_8)).getCreated());

    PutBinaryResponse second =
        put(admin, "x", "text/plain", "", 1, "two".getBytes(StandardCharsets.UTF_8));

    assertFalse(second.getCreated());
    assertEquals(2, second.getVersion());
    assertEquals("two", new String(content(admin, "x", 0, 0), StandardCharsets.UTF_8));
    assertEquals(
        ErrorCategory.CONFLICT,
        error(() -> put(admin, "x", "text/plain", "", 1, new byte[1])).category());
  }

  @Test
  void accessFollowsTheSecurityContext() {
    Caller clinic = TestCalls.clinic("binary-access");
    calls.put(
        clinic,
        "{\"resourceType\":\"Patient\",\"id\":\"ann\"}",
        "{\"resourceType\":\"Patient\",\"id\":\"bob\"}");
    String admin = TestTokens.admin("binary-access");
    String ann = TestTokens.patient("binary-access", "ann", "patient/*.cruds");
    String bob = TestTokens.patient("binary-access", "bob", "patient/*.cruds");
    String hers = put(admin, "", "text/plain", "Patient/ann", 0, new byte[] {'h', 'i'}).getId();
    String open = put(admin, "", "text/plain", "", 0, new byte[] {'h', 'i'}).getId();

    assertEquals(2, content(ann, hers, 0, 0).length);
    assertEquals(ErrorCategory.NOT_FOUND, error(() -> content(bob, hers, 0, 0)).category());
    assertEquals(ErrorCategory.NOT_FOUND, error(() -> content(ann, open, 0, 0)).category());
    assertEquals(
        ErrorCategory.NOT_FOUND,
        error(() -> content(TestTokens.admin("binary-other"), hers, 0, 0)).category());
    assertEquals(
        ErrorCategory.FORBIDDEN,
        error(() -> content(TestTokens.scoped("binary-access", "user/Patient.rs"), hers, 0, 0))
            .category());
    assertEquals(
        ErrorCategory.NOT_FOUND,
        error(() -> put(bob, "", "text/plain", "Patient/ann", 0, new byte[1])).category());
    assertEquals(
        ErrorCategory.FORBIDDEN,
        error(() -> put(bob, "", "text/plain", "", 0, new byte[1])).category());
    String his = put(bob, "", "text/plain", "Patient/bob", 0, new byte[] {1, 2, 3}).getId();
    assertEquals(3, content(bob, his, 0, 0).length);
  }

  @Test
  void readsABinaryThatCameAsJson() {
    Caller clinic = TestCalls.clinic("binary-json");
    calls.put(
        clinic,
        "{\"resourceType\":\"Binary\",\"id\":\"j\",\"contentType\":\"text/plain\",\"data\":\"aGVsbG8=\"}");
    String admin = TestTokens.admin("binary-json");

    assertEquals("hello", new String(content(admin, "j", 0, 0), StandardCharsets.UTF_8));
    assertEquals("aGVsbG8=", resource(admin, "j").path("data").asText());
    calls.delete(clinic, "Binary/j");
    assertEquals(ErrorCategory.GONE, error(() -> content(admin, "j", 0, 0)).category());
  }

  @Test
  void takesAwayWhatAWriterThatDiedLeft() throws Exception {
    Caller clinic = TestCalls.clinic("binary-orphan");
    StoredContent orphan = new StoredContent(UUID.randomUUID(), "never", 1, "");
    var draft = objects.draft();
    Files.write(draft, new byte[1]);
    objects.put(orphan.key(), draft);
    transactions.run(clinic, () -> table.insert("binary-orphan", orphan));
    transactions.call(
        clinic,
        () -> {
          try (Connection connection = dataSource.getConnection();
              PreparedStatement age =
                  connection.prepareStatement(
                      "update binary_content set created_at = now() - interval '2 days' where id ="
                          + " ?")) {
            age.setObject(1, orphan.id());
            return age.executeUpdate();
          }
        });

    put(TestTokens.admin("binary-orphan"), "", "text/plain", "", 0, new byte[1]);

    assertThrows(NoSuchFileException.class, () -> objects.size(orphan.key()));
  }

  private PutBinaryResponse put(
      String token, String id, String contentType, String context, int ifMatch, byte[] content) {
    List<PutBinaryRequest> messages = new ArrayList<>();
    messages.add(
        PutBinaryRequest.newBuilder()
            .setHead(
                PutBinaryHead.newBuilder()
                    .setId(id)
                    .setContentType(contentType)
                    .setSecurityContext(context)
                    .setIfMatch(ifMatch))
            .build());
    for (int from = 0; from < content.length; from += 65_536) {
      int length = Math.min(65_536, content.length - from);
      messages.add(
          PutBinaryRequest.newBuilder()
              .setChunk(ByteString.copyFrom(content, from, length))
              .build());
    }
    return MutinyBinaryServiceGrpc.newMutinyStub(channel)
        .withCallCredentials(new Bearer(token))
        .put(Multi.createFrom().iterable(messages))
        .await()
        .indefinitely();
  }

  private byte[] content(String token, String id, long first, long limit) {
    return get(
        token, GetBinaryRequest.newBuilder().setId(id).setFirst(first).setLimit(limit).build());
  }

  private JsonNode resource(String token, String id) {
    return Json.parse(
        get(token, GetBinaryRequest.newBuilder().setId(id).setAsResource(true).build()));
  }

  private byte[] get(String token, GetBinaryRequest request) {
    Iterator<GetBinaryResponse> pieces =
        BinaryServiceGrpc.newBlockingStub(channel)
            .withCallCredentials(new Bearer(token))
            .get(request);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pieces.forEachRemaining(piece -> out.writeBytes(piece.getChunk().toByteArray()));
    return out.toByteArray();
  }

  private static AppException error(Executable call) {
    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, call);
    return GrpcErrors.fromStatus(e);
  }
}
