package io.salus.records.view;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What is known of views whose rows are kept. Every method runs inside a transaction of the tenant.
 */
@ApplicationScoped
class KeptViewTable {
  /** Name under which a tenant's changes are logged for its views. */
  static final String FOLLOWER = "views";

  private static final String COLUMNS =
      "select id, definition_version, definition, generation, building, transaction::text,"
          + " built_at, failure from materialized_view";

  private final DataSource dataSource;

  KeptViewTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  Optional<KeptView> find(String id) {
    return query(COLUMNS + " where id = ?", id).stream().findFirst();
  }

  List<KeptView> all() {
    return query(COLUMNS + " order by id");
  }

  /**
   * Says that rows of a definition are being made; those of the same definition go on answering
   * meanwhile, those of another one are gone.
   *
   * @return the number of the new rows
   */
  long begin(String tenant, String id, int version, String type, String definition) {
    long generation = number("select nextval('materialized_generation')");
    find(id).filter(present -> present.version() != version).ifPresent(this::drop);
    update(
        """
        insert into materialized_view (tenant, id, definition_version, type, definition, building)
        values (?, ?, ?, ?, ?, ?)
        on conflict on constraint materialized_view_pk do update
        set building = excluded.building, failure = null\
        """,
        tenant,
        id,
        version,
        type,
        definition,
        generation);
    call("select follow_for_views(?)", tenant);
    return generation;
  }

  /** The new rows answer from now on; false when they are not wanted any more. */
  boolean ready(String id, long generation, String transaction) {
    var present = find(id).filter(view -> Long.valueOf(generation).equals(view.building()));
    if (present.isEmpty()) {
      return false;
    }
    update(
        """
        update materialized_view
        set generation = building, building = null, transaction = ?::xid8, built_at = now(), failure = null
        where id = ?\
        """,
        transaction,
        id);
    var old = present.get().generation();
    if (old != null) {
      deleteRows(old);
    }
    return true;
  }

  /** The rows are not kept any more; why, the status says. */
  void fail(KeptView view, String why) {
    deleteRows(view);
    update(
        "update materialized_view set generation = null, building = null, failure = ? where id = ?",
        why,
        view.id());
  }

  void drop(KeptView view) {
    deleteRows(view);
    update("delete from materialized_view where id = ?", view.id());
    update(
        "delete from change_follower f where f.tenant = current_setting('salus.tenant') and f.name"
            + " = ? and not exists (select from materialized_view)",
        FOLLOWER);
  }

  void deleteRows(long generation) {
    update("delete from materialized_row where generation = ?", generation);
  }

  /** Everything before the transaction is in the rows now. */
  void advance(String id, String transaction) {
    update("update materialized_view set transaction = ?::xid8 where id = ?", transaction, id);
    update(
        """
        update change_follower f
        set position = greatest(f.position, (
          select coalesce(max(c.number), 0) from change_log c
          where c.tenant = f.tenant and c.transaction < (select min(transaction) from materialized_view)))
        where f.tenant = current_setting('salus.tenant') and f.name = ?\
        """,
        FOLLOWER);
  }

  long rows(long generation) {
    return number(
        "select coalesce(sum(jsonb_array_length(rows)), 0) from materialized_row where generation ="
            + " ?",
        generation);
  }

  /** True for one transaction at a time. */
  boolean lead(String tenant, String id) {
    return number(
            "select pg_try_advisory_xact_lock(hashtextextended(?, 20))::integer", tenant + "/" + id)
        == 1;
  }

  private void deleteRows(KeptView view) {
    for (var generation : new @Nullable Long[] {view.generation(), view.building()}) {
      if (generation != null) {
        deleteRows(generation);
      }
    }
  }

  private long number(String sql, Object... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = prepare(connection, sql, values);
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private void call(String sql, Object... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement call = prepare(connection, sql, values)) {
      call.execute();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private void update(String sql, Object... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = prepare(connection, sql, values)) {
      update.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private List<KeptView> query(String sql, Object... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = prepare(connection, sql, values);
        ResultSet row = query.executeQuery()) {
      var views = new ArrayList<KeptView>();
      while (row.next()) {
        var built = row.getObject(7, OffsetDateTime.class);
        views.add(
            new KeptView(
                row.getString(1),
                row.getInt(2),
                row.getString(3),
                row.getObject(4, Long.class),
                row.getObject(5, Long.class),
                row.getString(6),
                built == null ? null : built.toInstant(),
                row.getString(8)));
      }
      return views;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... values)
      throws SQLException {
    var statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  static IllegalStateException failure(SQLException e) {
    return new IllegalStateException("PostgreSQL answered with " + e.getSQLState(), e);
  }
}
