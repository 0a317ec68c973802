package io.salus.scheduling;

import static io.salus.scheduling.SchedulingApi.patient;
import static io.salus.scheduling.SchedulingApi.refusal;
import static io.salus.scheduling.SchedulingApi.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.scheduling.v1.CancelAppointmentRequest;
import io.salus.proto.scheduling.v1.GetAppointmentRequest;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.Unauthenticated;
import io.salus.testkit.TestTokens;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AccessIT extends SchedulingIT {
  private static final String PATIENT_SCOPES =
      "patient/*.rs salus/scheduling.read salus/scheduling.write";

  @Test
  void needsAToken() {
    assertInstanceOf(
        Unauthenticated.class, refusal(() -> get(TestTokens.admin("north") + "x", "any")));
  }

  @Test
  void needsTheScopeToWrite() {
    String reader = TestTokens.scoped("north", "system/*.rs salus/scheduling.read");
    String doctor = api().practitioner(ADMIN);

    assertEquals(2, api().freeStarts(reader, doctor, start(0), start(2)).size());
    assertInstanceOf(Forbidden.class, refusal(() -> api().book(reader, doctor, patient(), 0)));
    assertInstanceOf(Forbidden.class, refusal(() -> api().practitioner(reader)));
  }

  @Test
  void hidesEverythingFromAnotherTenant() {
    String south = TestTokens.admin("south");
    String doctor = api().practitioner(ADMIN);
    String id = api().book(ADMIN, doctor, patient(), 0).getAppointment().getId();

    assertInstanceOf(NotFound.class, refusal(() -> get(south, id)));
    assertInstanceOf(NotFound.class, refusal(() -> cancel(south, id)));
    assertInstanceOf(
        NotFound.class, refusal(() -> api().freeStarts(south, doctor, start(0), start(5))));
    assertInstanceOf(NotFound.class, refusal(() -> api().book(south, doctor, patient(), 1)));
    assertEquals("booked", get(ADMIN, id));
  }

  @Test
  void letsTenantsUseTheSameIdsAtTheSameTime() {
    String south = TestTokens.admin("south");
    String doctor = api().practitioner(ADMIN);
    String patient = patient();
    var unused = api().as(south).putAvailability(SchedulingApi.alwaysOpen(doctor).build());
    String here = api().book(ADMIN, doctor, patient, 0).getAppointment().getId();

    String there = api().book(south, doctor, patient, 0).getAppointment().getId();

    assertTrue(!here.equals(there));
  }

  @Test
  void letsAPatientBookSeeAndCancelForThemselvesOnly() {
    String doctor = api().practitioner(ADMIN);
    String own = patient();
    String token = TestTokens.patient("north", own, PATIENT_SCOPES);
    String others = api().book(ADMIN, doctor, patient(), 0).getAppointment().getId();

    assertEquals(List.of(start(1)), api().freeStarts(token, doctor, start(0), start(2)));
    String mine = api().book(token, doctor, own, 1).getAppointment().getId();
    assertEquals("booked", get(token, mine));
    assertInstanceOf(Forbidden.class, refusal(() -> api().book(token, doctor, patient(), 2)));
    assertInstanceOf(NotFound.class, refusal(() -> get(token, others)));
    assertInstanceOf(NotFound.class, refusal(() -> cancel(token, others)));
    assertInstanceOf(Forbidden.class, refusal(() -> api().practitioner(token)));
    assertEquals("cancelled", cancel(token, mine));
    assertEquals("booked", get(ADMIN, others));
  }

  @Test
  void showsNothingToAStatementThatForgetsTheTenant() throws SQLException {
    var unused =
        api()
            .as(ADMIN)
            .book(
                SchedulingApi.request(api().practitioner(ADMIN), patient(), 0)
                    .setIdempotencyKey("guarded")
                    .build());
    List<String> tables = guardedTables();

    assertTrue(
        tables.containsAll(
            List.of("appointment", "calendar", "calendar_hours", "idempotency_key", "occupancy")));
    for (String table : tables) {
      try (Connection connection = dataSource.getConnection();
          Statement sql = connection.createStatement()) {
        try (ResultSet row = sql.executeQuery("select count(*) from " + table)) {
          row.next();
          assertEquals(0, row.getLong(1), table);
        }
        assertEquals(0, sql.executeUpdate("update " + table + " set tenant = tenant"), table);
      }
    }
    assertThrows(
        SQLException.class,
        () -> {
          try (Connection connection = dataSource.getConnection();
              Statement sql = connection.createStatement()) {
            sql.execute(
                "insert into occupancy (tenant, resource, during, appointment_id) values"
                    + " ('north', 'Patient/x', '[2031-01-01, 2031-01-01 01:00)', gen_random_uuid())");
          }
        });
  }

  /** Every table with a tenant is guarded, but the queues, which hold ids alone. */
  private List<String> guardedTables() throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Connection connection = dataSource.getConnection();
        Statement sql = connection.createStatement();
        ResultSet row =
            sql.executeQuery(
                "select c.relname, c.relrowsecurity from pg_class c join pg_attribute a on a.attrelid = c.oid"
                    + " where a.attname = 'tenant' and c.relkind = 'r' and c.relname <> 'mirror_task'")) {
      while (row.next()) {
        assertTrue(row.getBoolean(2), row.getString(1));
        tables.add(row.getString(1));
      }
    }
    return tables;
  }

  private String get(String token, String id) {
    return api()
        .as(token)
        .getAppointment(GetAppointmentRequest.newBuilder().setId(id).build())
        .getAppointment()
        .getStatus();
  }

  private String cancel(String token, String id) {
    return api()
        .as(token)
        .cancelAppointment(CancelAppointmentRequest.newBuilder().setId(id).build())
        .getAppointment()
        .getStatus();
  }
}
