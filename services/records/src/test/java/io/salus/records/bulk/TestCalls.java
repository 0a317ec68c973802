package io.salus.records.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.records.operation.BodyWriter;
import io.salus.records.operation.Content;
import io.salus.records.operation.Intake;
import io.salus.records.operation.Level;
import io.salus.records.operation.Method;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.operation.Operations;
import io.salus.records.store.Json;
import io.salus.records.transaction.Bundles;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** Operations called as the door calls them. */
@ApplicationScoped
public class TestCalls {
  public static final String BASE = "http://salus.test/fhir";

  private final Operations operations;
  private final Bundles bundles;
  private final TenantTransactions transactions;
  private final DataSource dataSource;

  TestCalls(
      Operations operations,
      Bundles bundles,
      TenantTransactions transactions,
      DataSource dataSource) {
    this.operations = operations;
    this.bundles = bundles;
    this.transactions = transactions;
    this.dataSource = dataSource;
  }

  /** Somebody of the clinic who may do everything. */
  public static Caller clinic(String tenant) {
    return new Caller(tenant, "tester", Set.of("salus/*.*", "system/*.cruds"), null, null);
  }

  public static Caller patient(String tenant, String id) {
    return new Caller(tenant, "patient", Set.of("patient/*.rs"), id, null);
  }

  /** Writes resources, each under its id. */
  public void put(Caller caller, String... resources) {
    List<String> entries = new ArrayList<>();
    for (String resource : resources) {
      JsonNode json = Json.parse(resource.getBytes(StandardCharsets.UTF_8));
      entries.add(
          "{\"resource\":%s,\"request\":{\"method\":\"PUT\",\"url\":\"%s/%s\"}}"
              .formatted(resource, json.path("resourceType").asText(), json.path("id").asText()));
    }
    submit(caller, entries);
  }

  public void delete(Caller caller, String reference) {
    submit(
        caller,
        List.of("{\"request\":{\"method\":\"DELETE\",\"url\":\"%s\"}}".formatted(reference)));
  }

  private void submit(Caller caller, List<String> entries) {
    String bundle =
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
            + String.join(",", entries)
            + "]}";
    bundles.submit(caller, bundle.getBytes(StandardCharsets.UTF_8), BASE).await().indefinitely();
  }

  /** A GET of an address such as {@code Patient/1/$everything?_count=2}. */
  public OperationAnswer get(Caller caller, String address) {
    return call(caller, Method.GET, address, "", new byte[0]);
  }

  public OperationAnswer call(
      Caller caller, Method method, String address, String contentType, byte[] body) {
    int question = address.indexOf('?');
    String[] path = (question < 0 ? address : address.substring(0, question)).split("/");
    Level level =
        switch (path.length) {
          case 1 -> Level.SYSTEM;
          case 2 -> Level.TYPE;
          default -> Level.INSTANCE;
        };
    return operations
        .run(
            caller,
            path[path.length - 1].substring(1),
            new OperationCall(
                level,
                level == Level.SYSTEM ? "" : path[0],
                level == Level.INSTANCE ? path[1] : "",
                method,
                question < 0 ? "" : address.substring(question + 1),
                contentType,
                body,
                BASE,
                true,
                false,
                ""))
        .await()
        .indefinitely();
  }

  /** What takes the body of a POST at the system level while it comes. */
  public Optional<Intake> intake(Caller caller, String address, String contentType) {
    return operations.intake(
        caller,
        address.substring(1),
        new OperationCall(
            Level.SYSTEM,
            "",
            "",
            Method.POST,
            "",
            contentType,
            new byte[0],
            BASE,
            true,
            false,
            ""));
  }

  /** A job as an operation has put it into the queue. */
  TestJob job(Caller caller, String id) {
    return new TestJob(id, caller, map(params(caller, id)));
  }

  @SuppressWarnings("unchecked") // a JSON object is a map
  private static Map<String, ?> map(JsonNode json) {
    return new ObjectMapper().convertValue(json, Map.class);
  }

  /** What a job in the queue was asked for. */
  public JsonNode params(Caller caller, String id) {
    String json =
        transactions.call(
            caller,
            () -> {
              try (Connection connection = dataSource.getConnection();
                  PreparedStatement query =
                      connection.prepareStatement("select params from job where id = ?::uuid")) {
                query.setString(1, uuid(id));
                var row = query.executeQuery();
                row.next();
                return row.getString(1);
              }
            });
    return Json.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /** What the queue does with a result. */
  public void succeed(Caller caller, String id, String result) {
    transactions.call(
        caller,
        () -> {
          try (Connection connection = dataSource.getConnection();
              PreparedStatement update =
                  connection.prepareStatement(
                      "update job set state = 'SUCCEEDED', result = ?::jsonb, finished_at = now()"
                          + " where id = ?::uuid")) {
            update.setString(1, result);
            update.setString(2, uuid(id));
            return update.executeUpdate();
          }
        });
  }

  private static String uuid(String id) {
    return id.substring(id.length() - 36);
  }

  /** Where an answer says to ask later, below the base. */
  public static String location(OperationAnswer answer) {
    return Objects.requireNonNull(answer.headers().get("Content-Location"))
        .substring(BASE.length() + 1);
  }

  public static String text(OperationAnswer answer) {
    return switch (answer.content()) {
      case Content.Bytes bytes -> new String(bytes.bytes(), StandardCharsets.UTF_8);
      case BodyWriter writer -> {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
          writer.write(out);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        yield out.toString(StandardCharsets.UTF_8);
      }
    };
  }

  public static JsonNode json(OperationAnswer answer) {
    return Json.parse(text(answer).getBytes(StandardCharsets.UTF_8));
  }
}
