package io.salus.inference.housekeeping;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Tenants that a chore has to look at. Row-level security shows one tenant at a time; functions of
 * the schema's owner tell the names of those where something waits, and nothing else.
 */
@ApplicationScoped
public class Tenants {
  private final DataSource dataSource;

  Tenants(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Names of tenants.
   *
   * @param query calls the function; its parameters are question marks
   */
  public List<String> named(String query, Object... parameters) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<String> names = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return names;
    } catch (SQLException e) {
      throw new IllegalStateException("tenants cannot be asked for", e);
    }
  }
}
