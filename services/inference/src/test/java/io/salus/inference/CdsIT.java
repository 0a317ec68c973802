package io.salus.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import io.grpc.Status.Code;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.inference.v1.SpendTokenRequest;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class CdsIT {
  @Inject DataSource dataSource;

  @TestHTTPResource("/")
  URI address;

  private TestClients clients;

  @BeforeEach
  void connect() {
    clients = new TestClients(address.getPort());
  }

  @AfterEach
  void close() {
    clients.close();
  }

  private static String acting(String tenant) {
    return TestTokens.acting("gateway", tenant, "salus/models.score");
  }

  private void spend(String token, String id) {
    var unused =
        clients
            .cds(token)
            .spendToken(
                SpendTokenRequest.newBuilder()
                    .setIssuer("https://ehr.test/")
                    .setTokenId(id)
                    .setExpiresAt(
                        Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond() + 300))
                    .build());
  }

  @Test
  void aTokenIsSpentOnce() throws SQLException {
    String id = UUID.randomUUID().toString();
    spend(acting("clinic"), id);

    TestClients.fails(Code.ABORTED, () -> spend(acting("clinic"), id));
    spend(acting("clinic"), UUID.randomUUID().toString());
    spend(acting("elsewhere"), id);
    try (Connection connection = dataSource.getConnection();
        Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery("select count(*) from spent_token")) {
      assertTrue(rows.next());
      assertEquals(0, rows.getInt(1), "a statement without a tenant sees nothing");
    }
  }

  @Test
  void onlyTheGatewaySaysWhichTokensWereUsed() {
    TestClients.fails(Code.PERMISSION_DENIED, () -> spend(TestTokens.admin("clinic"), "x"));
    TestClients.fails(
        Code.PERMISSION_DENIED,
        () -> spend(TestTokens.acting("scheduling", "clinic", "salus/models.score"), "x"));
  }
}
