package io.salus.records.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class EdgeHashIT {
  @Inject DataSource dataSource;

  @Test
  void isTheHashOfPostgres() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement sql = connection.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "select n, p, hashint8extended(n, p)"
                    + " from unnest('{0,1,-1,4294967296,9223372036854775807}'::bigint[]) n"
                    + " cross join unnest('{0,7,-5,81985529216486895}'::bigint[]) p")) {
      while (rows.next()) {
        assertEquals(rows.getLong(3), EdgeHash.of(rows.getLong(1), rows.getLong(2)));
      }
    }
  }
}
