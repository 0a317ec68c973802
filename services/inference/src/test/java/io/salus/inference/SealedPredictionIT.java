package io.salus.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.quarkus.arc.All;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.inference.artefact.Sha256;
import io.salus.inference.housekeeping.Chore;
import io.salus.proto.inference.v1.Prediction;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class SealedPredictionIT {
  private static final String TENANT = "clinic";

  @Inject TrainedModels models;
  @Inject SchemaOwner owner;
  @Inject @All List<Chore> chores;

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
  void aPatientsValuesAreNotInTheDatabase() throws SQLException {
    Prediction made = clients.score(token, "event-5y", "unlike-all");

    String row = stored("p::text", made);
    String sealed = stored("encode(sealed, 'escape')", made);
    for (String value : new String[] {"400.0", "moon", "mmHg", "pressure is above", "missing"}) {
      assertFalse(row.contains(value) || sealed.contains(value), value);
    }
    assertFalse(
        row.contains(clients.replay(token, made).getInputSha256()),
        "a hash of few values tells them");
  }

  @Test
  void whatWasStoredBeforeItWasEncryptedIsReadAndThenEncrypted() throws SQLException {
    Prediction made = clients.score(token, "event-5y", "patient-5");
    String text = "{\"pressure\":131.5,\"smoker\":true,\"region\":\"north\",\"noise\":null}";
    owner.update(
        """
        update prediction set sealed = null, inputs = '%s', input_sha256 = '%s',
          contributions = '[{"feature": "smoker", "value": "yes", "contribution": 1.5}]',
          explanation = null, warnings = '["old"]' where id = '%s'"""
            .formatted(text, Sha256.of(text.getBytes(UTF_8)), made.getId()));

    Prediction plain = clients.prediction(token, made.getId());
    double recomputed = clients.replay(token, made).getRecomputed();
    chores.forEach(Chore::run);

    assertEquals(plain, clients.prediction(token, made.getId()), "the same prediction");
    assertEquals("yes", plain.getContributions(0).getValue());
    assertEquals(recomputed, clients.replay(token, made).getRecomputed(), 0);
    assertEquals(Sha256.of(text.getBytes(UTF_8)), clients.replay(token, made).getInputSha256());
    assertFalse(stored("p::text", made).contains("131.5"), "nothing plain is left");
  }

  @Test
  void saysSoWhenTheKeyIsNotThereOrTheRowWasChanged() throws SQLException {
    String id = clients.score(token, "event-5y", "unlike-all").getId();
    String change =
        "update prediction set sealed = set_byte(sealed, %1$s, get_byte(sealed, %1$s) # 1)"
            + " where id = '%2$s'";

    owner.update(change.formatted("1", id));
    var unknown = assertThrows(StatusRuntimeException.class, () -> clients.prediction(token, id));
    owner.update(change.formatted("1", id));
    owner.update(change.formatted("length(sealed) - 1", id));
    var changed = assertThrows(StatusRuntimeException.class, () -> clients.prediction(token, id));

    owner.update(change.formatted("length(sealed) - 1", id));
    assertEquals(Code.UNAVAILABLE, unknown.getStatus().getCode());
    assertTrue(String.valueOf(unknown.getMessage()).contains("salus.seal.key-files"));
    assertTrue(String.valueOf(changed.getMessage()).contains("it was changed since"));
  }

  /** As it is in the database. */
  private String stored(String column, Prediction made) throws SQLException {
    String query = "select %s from prediction p where id = '%s'".formatted(column, made.getId());
    return Objects.requireNonNull(owner.one(query)).toString();
  }
}
