package io.salus.records.store;

import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Whole compartments for jobs and features, on a thread that may wait. Call it inside {@code
 * TenantTransactions}: the transaction decides what is seen together, and without it nothing is.
 */
@ApplicationScoped
public class ResourceReader {
  private static final int ROWS_AT_ONCE = 500;

  private static final String OF_PATIENT =
      """
      select r.type, r.id, r.version, r.last_updated, r.method, r.body
      from resource_index x
      join resource r on r.rid = x.rid
      where x.tokens @> array[?::bigint] and x.kind = any (?) and r.tenant = ?
      order by x.rid\
      """;

  private static final String OF_TYPE =
      """
      select r.type, r.id, r.version, r.last_updated, r.method, r.body
      from resource_index x
      join resource r on r.rid = x.rid
      where x.kind = ? and r.tenant = ? and (?::bigint is null or ? = any (x.tokens))
      order by x.updated, x.rid\
      """;

  private static final String NUMBERED =
      """
      select r.type, r.id, r.version, r.last_updated, r.method, r.body
      from resource r
      where r.rid = ? and r.tenant = ? and r.body is not null\
      """;

  private static final String PATIENT_IDS =
      """
      select r.id
      from resource r
      where r.tenant = ? and r.type = 'Patient' and r.body is not null and r.id > ?
        and (?::bigint is null
          or exists (select from resource_index x where x.rid = r.rid and ? = any (x.tokens)))
      order by r.id
      limit ?\
      """;

  private final DataSource dataSource;
  private final TenantHashes hashes;

  ResourceReader(DataSource dataSource, TenantHashes hashes) {
    this.dataSource = dataSource;
    this.hashes = hashes;
  }

  /** Every resource of some types in a patient's compartment, oldest first. */
  public void forEachOfPatient(
      Caller caller, String patientId, Collection<String> types, Consumer<StoredVersion> consumer) {
    String context = caller.patient();
    if (context != null && !context.equals(patientId)) {
      throw new NotFound("There is no such patient.");
    }
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(OF_PATIENT)) {
      TenantHash hash = hash(caller);
      query.setLong(1, hash.patient(patientId));
      query.setArray(
          2, connection.createArrayOf("bigint", types.stream().map(hash::kind).toArray()));
      query.setString(3, caller.tenant());
      stream(query, consumer);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Every resource of some types that the caller may see, one type after the other. */
  public void forEachOfType(
      Caller caller, Collection<String> types, Consumer<StoredVersion> consumer) {
    TenantHash hash = hash(caller);
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(OF_TYPE)) {
      for (String type : types) {
        query.setLong(1, hash.kind(type));
        query.setString(2, caller.tenant());
        setCompartment(query, 3, caller);
        stream(query, consumer);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** The present versions of resources by their numbers; those that are deleted are passed over. */
  public void forEachNumbered(String tenant, long[] rids, ResourceScan.Sink sink) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(NUMBERED)) {
      for (long rid : rids) {
        query.setLong(1, rid);
        query.setString(2, tenant);
        stream(query, version -> sink.accept(rid, version.json()));
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Ids of patients in the order of ids, those behind {@code after} (empty for the first). */
  public List<String> patientIds(Caller caller, String after, int limit) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(PATIENT_IDS)) {
      query.setString(1, caller.tenant());
      query.setString(2, after);
      setCompartment(query, 3, caller);
      query.setInt(5, limit);
      List<String> ids = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
      return ids;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private void setCompartment(PreparedStatement query, int index, Caller caller)
      throws SQLException {
    String context = caller.patient();
    @Nullable Long compartment = context == null ? null : hash(caller).patient(context);
    query.setObject(index, compartment, java.sql.Types.BIGINT);
    query.setObject(index + 1, compartment, java.sql.Types.BIGINT);
  }

  private TenantHash hash(Caller caller) {
    return hashes.of(caller.tenant()).await().indefinitely();
  }

  private static void stream(PreparedStatement query, Consumer<StoredVersion> consumer)
      throws SQLException {
    query.setFetchSize(ROWS_AT_ONCE);
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        byte[] body = rows.getBytes(6);
        consumer.accept(
            new StoredVersion(
                rows.getString(1),
                rows.getString(2),
                rows.getInt(3),
                rows.getObject(4, OffsetDateTime.class),
                rows.getString(5),
                body == null ? null : Body.stored(body)));
      }
    }
  }

  private static IllegalStateException failure(SQLException e) {
    return new IllegalStateException("PostgreSQL answered with " + e.getSQLState());
  }
}
