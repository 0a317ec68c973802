package io.salus.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.arc.All;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.inference.housekeeping.Chore;
import io.salus.service.tenant.TenantTransactions;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Stored calls are kept for 30 days here, predictions for 60. */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class RetentionIT {
  /** Rows of two tenants, one each hour; more than are deleted at once. */
  private static final String HOURS =
      " from generate_series(0, 2399) as hour, lateral (select now() - make_interval(hours => hour)"
          + " - interval '1 minute' as at, 'aged-' || hour % 2 as tenant) as row";

  private static final String ID =
      "(left(first_id_at(at)::text, 14) || '7' || substr(gen_random_uuid()::text, 16))::uuid";

  @Inject @All List<Chore> chores;
  @Inject DataSource dataSource;
  @Inject TenantTransactions transactions;
  @Inject SchemaOwner owner;

  @Test
  void deletesWhatIsOlderThanItHasToBeAndNothingElse() throws SQLException {
    owner.update(
        "insert into model (id, tenant, name, version, algorithm, outcome, features, provenance,"
            + " metrics, artefact_key, artefact_sha256, job, created_at) values"
            + " (gen_random_uuid(), 'aged-0', 'm', 1, 'a', 'o', '[]', '{}', '{}', 'k', 's', 'j',"
            + " now())");
    owner.update(
        "insert into recorded_call (id, tenant, model, version, shared, model_sha256,"
            + " requested_by, created_at, bucket, first_row, inputs, outputs)"
            + (" select " + ID + ", tenant, 'm', 1, false, '', 'x', at, 1, 0, '', ''" + HOURS));
    owner.update(
        "insert into prediction (id, tenant, model, model_name, model_version, patient, as_of,"
            + " sealed, margin, probability, outcome, requested_by, created_at)"
            + (" select "
                + ID
                + ", tenant, (select id from model where tenant = 'aged-0'), 'm', 1,"
                + " 'p', at, '', 0, 0.5, 'o', 'x', at"
                + HOURS));
    owner.update(
        "insert into card_feedback (id, tenant, prediction, accepted, accepted_suggestions,"
            + " reason_system, reason_code, reason_display, comment, outcome_at, reported_by,"
            + " received_at, sha256) select gen_random_uuid(), tenant, id, false, '{}', '', '',"
            + " '', '', now(), 'x', now(), '' from prediction where tenant like 'aged-%'");

    chores.forEach(Chore::run);

    assertEquals(30 * 24, count("recorded_call"));
    assertEquals(60 * 24, count("prediction"));
    assertEquals(60 * 24, count("card_feedback"));
    assertThrows(
        IllegalStateException.class,
        () ->
            transactions.call(
                "aged-0",
                () -> {
                  try (Connection connection = dataSource.getConnection();
                      Statement sql = connection.createStatement()) {
                    return sql.executeUpdate("delete from recorded_call");
                  } catch (SQLException e) {
                    throw new IllegalStateException(e);
                  }
                }),
        "the service itself may not delete");
  }

  private int count(String table) throws SQLException {
    String query = "select count(*)::int from " + table + " where tenant like 'aged-%'";
    return (int) Objects.requireNonNull(owner.one(query));
  }
}
