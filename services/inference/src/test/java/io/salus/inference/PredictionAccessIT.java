package io.salus.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status.Code;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.inference.training.TrainHandler;
import io.salus.proto.inference.v1.GetModelRequest;
import io.salus.proto.inference.v1.ListModelsRequest;
import io.salus.proto.inference.v1.Prediction;
import io.salus.proto.inference.v1.PromoteModelRequest;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
class PredictionAccessIT {
  private static final String TENANT = "clinic";

  @Inject TrainedModels models;
  @Inject TrainHandler handler;
  @Inject SchemaOwner owner;
  @Inject DataSource dataSource;

  @TestHTTPResource("/")
  URI address;

  private TestClients clients;
  private final String token = TestTokens.admin(TENANT);

  @BeforeEach
  void train() throws Exception {
    clients = new TestClients(address.getPort());
    models.train(TENANT, "event-5y", "many");
  }

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void aPatientsTokenScoresAndSeesThatPatientOnly() {
    String scope = "patient/*.rs salus/models.score salus/features.read";
    String own = TestTokens.patient(TENANT, "patient-5", scope);
    Prediction mine = clients.score(own, "event-5y", "patient-5");
    Prediction others = clients.score(token, "event-5y", "patient-6");

    assertEquals("patient-5", mine.getPatientId());
    TestClients.fails(Code.PERMISSION_DENIED, () -> clients.score(own, "event-5y", "patient-6"));
    TestClients.fails(Code.NOT_FOUND, () -> clients.prediction(own, others.getId()));
  }

  @Test
  void anotherTenantSeesNothing() {
    Prediction made = clients.score(token, "event-5y", "patient-5");
    String stranger = TestTokens.admin("elsewhere");

    assertEquals(
        0,
        clients
            .models(stranger)
            .listModels(ListModelsRequest.getDefaultInstance())
            .getModelsCount());
    TestClients.fails(
        Code.NOT_FOUND,
        () ->
            clients
                .models(stranger)
                .getModel(GetModelRequest.newBuilder().setName("event-5y").build()));
    TestClients.fails(Code.NOT_FOUND, () -> clients.replay(stranger, made));
    TestClients.fails(Code.NOT_FOUND, () -> clients.score(stranger, "event-5y", "patient-5"));
  }

  @Test
  void aStatementWithoutATenantSeesNothing() throws SQLException {
    clients.score(token, "event-5y", "patient-5");

    try (Connection connection = dataSource.getConnection();
        Statement sql = connection.createStatement()) {
      for (String table : new String[] {"model", "prediction"}) {
        try (ResultSet rows = sql.executeQuery("select count(*) from " + table)) {
          assertTrue(rows.next());
          assertEquals(0, rows.getInt(1), table);
        }
        assertEquals(
            0,
            sql.executeUpdate(
                table.equals("model")
                    ? "update model set promoted = false"
                    : "update prediction set risk_assessment = 'x'"));
      }
      assertThrows(SQLException.class, () -> sql.executeUpdate("delete from prediction"));
    }
  }

  @Test
  void aSharedModelScoresForEveryTenant() throws Exception {
    String tenant = "neighbour";
    String neighbour = TestTokens.admin(tenant);
    TestClients.fails(Code.NOT_FOUND, () -> clients.score(neighbour, "for-all", "patient-5"));
    handler.run(new TestJob("house", "for-all", "few", true).nextAttempt(""));

    owner.update("update model set shared = true where name = 'for-all'");

    Prediction made = clients.score(neighbour, "for-all", "patient-5");
    assertEquals(1, made.getVersion());
    TestClients.fails(
        Code.NOT_FOUND,
        () ->
            clients
                .models(neighbour)
                .promoteModel(
                    PromoteModelRequest.newBuilder().setName("for-all").setVersion(1).build()));
    owner.update("update model set shared = false where name = 'for-all'");
  }
}
