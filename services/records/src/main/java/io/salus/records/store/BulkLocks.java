package io.salus.records.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * The locks of apply_changes, in its order: so no other writer of the same resource comes between.
 */
final class BulkLocks {
  private BulkLocks() {}

  /** Takes them until the transaction ends. */
  static void take(Connection connection, TenantHash hash, long[] locks) throws SQLException {
    long[] sorted = locks.clone();
    Arrays.sort(sorted);
    try (PreparedStatement take =
        connection.prepareStatement(
            "select pg_advisory_xact_lock_shared(?), (select count(pg_advisory_xact_lock(l)) from"
                + " unnest(?::bigint[]) l)")) {
      take.setLong(1, hash.lock("tenant"));
      take.setArray(2, connection.createArrayOf("bigint", Arrays.stream(sorted).boxed().toArray()));
      take.execute();
    }
  }
}
