package io.salus.records.binary;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** What is known of content. Every method runs inside a transaction of the tenant. */
@ApplicationScoped
class ContentTable {
  private static final String INSERT =
      "insert into binary_content (tenant, id, \"binary\", bytes, sha256) values (?, ?, ?, ?, ?)";
  private static final String FIND =
      "select id, \"binary\", bytes, sha256 from binary_content where id = ?";
  private static final String ORPHANS =
      "select id, \"binary\", bytes, sha256 from binary_content where not kept and created_at < ?"
          + " limit 20";

  private final DataSource dataSource;

  ContentTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  void insert(String tenant, StoredContent content) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, tenant);
      insert.setObject(2, content.id());
      insert.setString(3, content.binary());
      insert.setLong(4, content.bytes());
      insert.setString(5, content.sha256());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Its Binary is stored. */
  void keep(UUID id) {
    change("update binary_content set kept = true where id = ?", id);
  }

  void delete(UUID id) {
    change("delete from binary_content where id = ?", id);
  }

  Optional<StoredContent> find(UUID id) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(FIND)) {
      query.setObject(1, id);
      return read(query).stream().findFirst();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Some whose Binary was not stored by a time. */
  List<StoredContent> orphans(Instant before) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(ORPHANS)) {
      query.setObject(1, before.atOffset(ZoneOffset.UTC));
      return read(query);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private void change(String sql, UUID id) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, id);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static List<StoredContent> read(PreparedStatement query) throws SQLException {
    List<StoredContent> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        found.add(
            new StoredContent(
                rows.getObject(1, UUID.class),
                rows.getString(2),
                rows.getLong(3),
                rows.getString(4)));
      }
    }
    return found;
  }

  private static IllegalStateException failure(SQLException e) {
    return new IllegalStateException("PostgreSQL answered with " + e.getSQLState(), e);
  }
}
