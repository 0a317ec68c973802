package io.salus.records.feature;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** What is known of snapshots. Every method runs inside a transaction of the tenant. */
@ApplicationScoped
class SnapshotTable {
  private static final String FIND =
      """
      select id, name, version, definition, sha256, row_count, positives, size_bytes, storage_key, created_at
      from snapshot where id = ?""";

  private static final String INSERT =
      """
      insert into snapshot
        (tenant, id, name, version, definition, sha256, row_count, positives, size_bytes, storage_key, created_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  private final DataSource dataSource;

  SnapshotTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  Optional<Snapshot> find(UUID id) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(FIND)) {
      query.setObject(1, id);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(read(row)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  void insert(String tenant, Snapshot snapshot) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, tenant);
      insert.setObject(2, snapshot.id());
      insert.setString(3, snapshot.name());
      insert.setInt(4, snapshot.version());
      insert.setString(5, snapshot.definition());
      insert.setString(6, snapshot.sha256());
      insert.setLong(7, snapshot.rows());
      insert.setLong(8, snapshot.positives());
      insert.setLong(9, snapshot.sizeBytes());
      insert.setString(10, snapshot.storageKey());
      insert.setObject(11, snapshot.createdAt().atOffset(ZoneOffset.UTC));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static Snapshot read(ResultSet row) throws SQLException {
    return new Snapshot(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getInt(3),
        row.getString(4),
        row.getString(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getString(9),
        row.getObject(10, OffsetDateTime.class).toInstant());
  }

  private static IllegalStateException failure(SQLException e) {
    return new IllegalStateException("PostgreSQL answered with " + e.getSQLState());
  }
}
