package io.salus.records.bulk;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What is known of files. Every method runs inside a transaction of the tenant. */
@ApplicationScoped
class BulkFileTable {
  private static final String INSERT =
      """
      insert into bulk_file (tenant, job, name, purpose, type, resources, bytes)
      values (?, ?, ?, ?, ?, ?, ?)
      on conflict on constraint bulk_file_pk do update
      set resources = excluded.resources, bytes = excluded.bytes\
      """;

  private final DataSource dataSource;

  BulkFileTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  void put(String tenant, String job, BulkFile file) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, tenant);
      insert.setString(2, job);
      insert.setString(3, file.name());
      insert.setString(4, file.purpose());
      insert.setString(5, file.type());
      insert.setLong(6, file.resources());
      insert.setLong(7, file.bytes());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** The files of a job in the order of their making. */
  List<BulkFile> of(String job) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select name, purpose, type, resources, bytes from bulk_file where job = ? order by"
                    + " number")) {
      query.setString(1, job);
      List<BulkFile> files = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          files.add(
              new BulkFile(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getLong(4),
                  rows.getLong(5)));
        }
      }
      return files;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Jobs all of whose files were made before a time; what an import reads has a week longer. */
  List<String> jobsBefore(Instant time) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select job from bulk_file group by job having max(created_at + case when purpose ="
                    + " 'input' then interval '7 days' else interval '0' end) < ?")) {
      query.setObject(1, time.atOffset(ZoneOffset.UTC));
      List<String> jobs = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          jobs.add(rows.getString(1));
        }
      }
      return jobs;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Gives the file of a name that no other has to a job. */
  void assign(String name, String job) {
    change("update bulk_file set job = ? where job = ?", job, name);
  }

  void delete(String job) {
    change("delete from bulk_file where job = ?", job);
  }

  void deleteNamed(String name) {
    change("delete from bulk_file where name = ?", name);
  }

  private void change(String sql, String... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static IllegalStateException failure(SQLException e) {
    return new IllegalStateException("PostgreSQL answered with " + e.getSQLState(), e);
  }
}
