package io.salus.records.feature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** What is known of snapshots. Every method runs inside a transaction of the tenant. */
@ApplicationScoped
class SnapshotTable {
  private static final String FIND =
      """
      select id, name, version, definition, sha256, row_count, positives, size_bytes, quality::text, storage_key, created_at
      from snapshot where id = ?\
      """;

  private static final String INSERT =
      """
      insert into snapshot
        (tenant, id, name, version, definition, sha256, row_count, positives, size_bytes, quality, storage_key, created_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)\
      """;

  private final DataSource dataSource;
  private final ObjectMapper json;

  SnapshotTable(DataSource dataSource, ObjectMapper json) {
    this.dataSource = dataSource;
    this.json = json;
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
      insert.setString(10, json.writeValueAsString(snapshot.quality()));
      insert.setString(11, snapshot.storageKey());
      insert.setObject(12, snapshot.createdAt().atOffset(ZoneOffset.UTC));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures can be written", e);
    }
  }

  private List<FeatureQuality> quality(String figures) {
    try {
      return List.of(json.readValue(figures, FeatureQuality[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures that were written can be read", e);
    }
  }

  private Snapshot read(ResultSet row) throws SQLException {
    return new Snapshot(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getInt(3),
        row.getString(4),
        row.getString(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        quality(row.getString(9)),
        row.getString(10),
        row.getObject(11, OffsetDateTime.class).toInstant());
  }

  private static IllegalStateException failure(SQLException e) {
    return new IllegalStateException("PostgreSQL answered with " + e.getSQLState());
  }
}
