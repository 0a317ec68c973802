package io.salus.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status.Code;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.inference.registry.ModelVersion;
import io.salus.inference.registry.Registry;
import io.salus.inference.report.ModelReport;
import io.salus.inference.training.TrainHandler;
import io.salus.learning.table.Column;
import io.salus.learning.table.ParquetTable;
import io.salus.learning.table.Table;
import io.salus.proto.inference.v1.DeleteTableRequest;
import io.salus.proto.inference.v1.PutTableResponse;
import io.salus.proto.inference.v1.ScorePatientRequest;
import io.salus.proto.inference.v1.TrainModelRequest;
import io.salus.proto.inference.v1.TrainingTable;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that people bring, from the wire to a model. */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class TablesIT {
  private static final String TENANT = "tables";
  private static final Map<String, ?> COLUMNS =
      Map.of(
          "label", "event", "positive", List.of("yes"), "patient", "who", "missing", List.of("?"));
  private final String token = TestTokens.admin(TENANT);

  @Inject TrainHandler handler;
  @Inject Registry registry;
  @TempDir Path folder;

  @TestHTTPResource("/")
  URI address;

  private TestClients clients;

  @BeforeEach
  void open() {
    clients = new TestClients(address.getPort());
  }

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void trainsOnACsvFileAndKeepsWhereItCameFrom() throws Exception {
    byte[] csv = csv(MadeUpPatients.some(600, 1)).getBytes(StandardCharsets.UTF_8);
    PutTableResponse kept = put("csv", csv);

    train("from-csv", kept.getId(), COLUMNS);

    ModelVersion model = registry.answering(TestJob.callerOf(TENANT), "from-csv");
    assertTrue(model.metrics().at("/auroc/low").asDouble() > 0.7, model.verdict());
    assertEquals(MadeUpPatients.FEATURES, model.features());
    assertEquals("event is yes", model.outcome());
    var table = model.provenance().path("table");
    assertEquals(kept.getSha256(), table.path("sha256").asText());
    assertEquals(600, table.path("rows").asInt());
    assertTrue(table.path("positives").asInt() > 100);
    assertEquals("yes", table.at("/positive/0").asText());
    String page = new ModelReport(model).html();
    assertTrue(page.contains(kept.getSha256()) && page.contains("600 rows"), "shown on the page");
    String refused =
        TestClients.fails(
            Code.FAILED_PRECONDITION,
            () ->
                clients
                    .models(token)
                    .scorePatient(
                        ScorePatientRequest.newBuilder()
                            .setModel("from-csv")
                            .setPatientId("patient-5")
                            .build()));
    assertTrue(refused.contains("/v2/models"), refused);
  }

  @Test
  void trainsTheSameModelOnParquetAsOnCsv() throws Exception {
    Table patients = MadeUpPatients.some(400, 1);
    Path file = folder.resolve("table.parquet");
    ParquetTable.write(patients, file);
    String parquet = put("parquet", Files.readAllBytes(file)).getId();
    String csv = put("csv", csv(patients).getBytes(StandardCharsets.UTF_8)).getId();

    train("of-parquet", parquet, Map.of());
    train("of-csv", csv, COLUMNS);

    assertEquals(
        registry.answering(TestJob.callerOf(TENANT), "of-csv").metrics().at("/auroc/value"),
        registry.answering(TestJob.callerOf(TENANT), "of-parquet").metrics().at("/auroc/value"));
  }

  @Test
  void namesLineAndColumnOfWhatIsWrong() throws Exception {
    String csv = "who,pressure,event\np1,120,yes\np2,13O,no\np3,140,no\np4,150,yes\n";

    String id = put("csv", csv.getBytes(StandardCharsets.UTF_8)).getId();
    Unprocessable refused =
        assertThrows(
            Unprocessable.class,
            () -> train("wrong", id, Map.of("label", "event", "positive", List.of("yes"))));

    assertTrue(
        refused.publicDetail().contains("line 3, column pressure: \"13O\" is no number"),
        refused.publicDetail());
    String latin = put("csv", "label\nMünchen\n".getBytes(StandardCharsets.ISO_8859_1)).getId();
    assertTrue(
        assertThrows(Unprocessable.class, () -> train("wrong", latin, Map.of()))
            .publicDetail()
            .contains("UTF-8"));
    String other = put("csv", csv.replace("13O", "130").getBytes(StandardCharsets.UTF_8)).getId();
    assertTrue(
        assertThrows(Unprocessable.class, () -> train("wrong", other, Map.of("label", "event")))
            .publicDetail()
            .contains("column event is nowhere 1 or true"));
  }

  @Test
  void keepsTablesOfTenantsApartAndTakesThemAwayWhenTold() throws Exception {
    String id = put("csv", "label\n1\n".getBytes(StandardCharsets.UTF_8)).getId();
    String other = TestTokens.admin("tables-other");

    TestClients.fails(Code.NOT_FOUND, () -> clients.models(other).trainModel(request(id)));
    TestClients.fails(
        Code.NOT_FOUND, () -> clients.models(token).trainModel(request("../../etc/passwd")));
    assertFalse(clients.models(token).trainModel(request(id)).getJobId().isEmpty());
    clients.tables(token).delete(DeleteTableRequest.newBuilder().setId(id).build());
    TestClients.fails(Code.NOT_FOUND, () -> clients.models(token).trainModel(request(id)));
  }

  @Test
  void refusesWhatIsNoTable() {
    assertThrows(Exception.class, () -> put("xlsx", new byte[10]));
    assertThrows(Exception.class, () -> put("csv", new byte[0]));
  }

  private static TrainModelRequest request(String table) {
    return TrainModelRequest.newBuilder()
        .setName("never")
        .setTable(TrainingTable.newBuilder().setId(table))
        .build();
  }

  private void train(String name, String id, Map<String, ?> columns) throws Exception {
    Map<String, Object> table = new HashMap<>(columns);
    table.put("id", id);
    Map<String, ?> plan =
        Map.of("table", table, "algorithm", "logistic-regression", "snapshot", "");
    handler.run(new TestJob(TENANT, name, "", true, plan).nextAttempt(""));
  }

  private PutTableResponse put(String format, byte[] bytes) throws Exception {
    return clients.put(token, format, bytes);
  }

  private static String csv(Table table) {
    StringBuilder text = new StringBuilder("who");
    table.features().forEach(column -> text.append(',').append(column.name()));
    text.append(",event\n");
    for (int row = 0; row < table.rows(); row++) {
      text.append(table.patients().get(row));
      for (Column column : table.features()) {
        text.append(',').append(cell(column, row));
      }
      text.append(table.label(row) ? ",yes\n" : ",no\n");
    }
    return text.toString();
  }

  private static String cell(Column column, int row) {
    if (column.missing(row)) {
      return "?";
    }
    return switch (column.kind()) {
      case NUMBER -> Double.toString(column.value(row));
      case BOOLEAN -> Boolean.toString(column.value(row) == 1);
      case CATEGORY -> column.level(row);
    };
  }
}
