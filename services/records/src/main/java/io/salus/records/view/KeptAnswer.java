package io.salus.records.view;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Writes the rows that are kept of a view. */
@ApplicationScoped
class KeptAnswer {
  private static final int AT_ONCE = 500;

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build()
          .reader();

  /** Not even one without rows when others have replaced them meanwhile. */
  private static final String ROWS =
      """
      select m.rows::text
      from materialized_view v left join materialized_row m on m.generation = v.generation
      where v.id = ? and v.generation = ?
      order by m.rid\
      """;

  private final DataSource dataSource;

  KeptAnswer(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * @param limit most rows
   * @return false when the rows are not there any more, and nothing was written
   */
  <B> boolean write(String tenant, KeptView view, RowOutput<B> output, long limit)
      throws IOException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        set(connection, tenant);
        return write(connection, view, output, limit);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw KeptViewTable.failure(e);
    }
  }

  private static <B> boolean write(
      Connection connection, KeptView view, RowOutput<B> output, long limit)
      throws SQLException, IOException {
    try (PreparedStatement query = connection.prepareStatement(ROWS)) {
      query.setString(1, view.id());
      query.setObject(2, view.generation());
      query.setFetchSize(AT_ONCE);
      var encoder = output.encoder();
      int batch = 0;
      long left = limit;
      boolean there = false;
      try (ResultSet row = query.executeQuery()) {
        while (left > 0 && row.next()) {
          there = true;
          var rows = row.getString(1);
          if (rows != null) {
            int added = add(encoder, JSON.readTree(rows), left);
            left -= added;
            batch += added;
          }
          if (batch >= AT_ONCE) {
            output.write(encoder.take());
            batch = 0;
          }
        }
      }
      output.write(encoder.take());
      return there || limit == 0;
    }
  }

  private static int add(RowEncoder<?> encoder, JsonNode rows, long most) {
    int count = (int) Math.min(rows.size(), most);
    for (int i = 0; i < count; i++) {
      var values = new @Nullable JsonNode[rows.get(i).size()];
      for (int column = 0; column < values.length; column++) {
        var value = rows.get(i).get(column);
        values[column] = value.isNull() ? null : value;
      }
      encoder.add(values);
    }
    return count;
  }

  private static void set(Connection connection, String tenant) throws SQLException {
    try (PreparedStatement set =
        connection.prepareStatement("select set_config('salus.tenant', ?, true)")) {
      set.setString(1, tenant);
      set.execute();
    }
  }
}
