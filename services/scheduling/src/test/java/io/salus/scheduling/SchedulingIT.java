package io.salus.scheduling;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The running service with a real database, and records that a test may take away. */
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "scheduling"))
@QuarkusTestResource(RecordsAddress.class)
abstract class SchedulingIT {
  static final String ADMIN = TestTokens.admin("north");

  @TestHTTPResource("/")
  URI address;

  @Inject Config config;
  @Inject DataSource dataSource;

  /** One for all tests: a client that lost its server waits a second before it looks again. */
  private static @Nullable FakeRecords records;

  private SchedulingApi api;

  @BeforeEach
  void open() {
    api = new SchedulingApi(address.getPort());
    records().refusedTypes.clear();
  }

  @AfterEach
  void close() {
    api.close();
  }

  SchedulingApi api() {
    return api;
  }

  FakeRecords records() {
    FakeRecords running = records;
    if (running == null) {
      running = new FakeRecords(recordsPort());
      records = running;
    }
    return running;
  }

  void recordsGoAway() {
    records().close();
    records = null;
  }

  /** Ends when the service has found them again. */
  void recordsComeBack() {
    FakeRecords back = records();
    long end = System.nanoTime() + 20_000_000_000L;
    while (System.nanoTime() < end) {
      try {
        assertNotNull(api.practitioner(ADMIN));
        assertNotNull(back);
        return;
      } catch (StatusRuntimeException e) {
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("the service does not find the records");
  }

  /** The first column of the first row, under a tenant. */
  long number(String tenant, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement set =
          connection.prepareStatement("select set_config('salus.tenant', ?, true)")) {
        set.setString(1, tenant);
        set.execute();
      }
      try (PreparedStatement query = connection.prepareStatement(sql);
          ResultSet row = query.executeQuery()) {
        row.next();
        long number = row.getLong(1);
        connection.rollback();
        return number;
      }
    }
  }

  private int recordsPort() {
    String target = config.getValue("salus.clients.records", String.class);
    return Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
  }
}
