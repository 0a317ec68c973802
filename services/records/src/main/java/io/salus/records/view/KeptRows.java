package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The rows themselves. Every method runs inside a transaction of the tenant. */
@ApplicationScoped
class KeptRows {
  private static final String PUT =
      """
      insert into materialized_row (tenant, generation, rid, rows)
      select ?, ?, r.rid, r.rows::jsonb from unnest(?::bigint[], ?::text[]) r (rid, rows)
      on conflict on constraint materialized_row_pk do update set rows = excluded.rows\
      """;

  private static final String REMOVE =
      "delete from materialized_row where generation = ? and rid = any (?)";

  private final DataSource dataSource;

  KeptRows(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** What becomes of some resources: their rows, or that they have none. */
  static final class Changes {
    private final List<Long> rids = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();
    private final List<Long> empty = new ArrayList<>();

    void set(long rid, List<@Nullable JsonNode[]> rowsOfIt) {
      if (rowsOfIt.isEmpty()) {
        empty.add(rid);
        return;
      }
      var array = JsonNodeFactory.instance.arrayNode(rowsOfIt.size());
      for (var row : rowsOfIt) {
        var values = array.addArray();
        for (var value : row) {
          values.add(value);
        }
      }
      rids.add(rid);
      rows.add(array.toString());
    }
  }

  void apply(String tenant, long generation, Changes changes) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement put = connection.prepareStatement(PUT);
        PreparedStatement remove = connection.prepareStatement(REMOVE)) {
      if (!changes.rids.isEmpty()) {
        put.setString(1, tenant);
        put.setLong(2, generation);
        put.setArray(3, connection.createArrayOf("bigint", changes.rids.toArray()));
        put.setArray(4, connection.createArrayOf("text", changes.rows.toArray()));
        put.executeUpdate();
      }
      if (!changes.empty.isEmpty()) {
        remove.setLong(1, generation);
        remove.setArray(2, connection.createArrayOf("bigint", changes.empty.toArray()));
        remove.executeUpdate();
      }
    } catch (SQLException e) {
      throw KeptViewTable.failure(e);
    }
  }
}
