package io.salus.records.store;

import io.salus.service.errors.AppException.Busy;
import io.salus.service.security.Caller;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Begins scans of all resources of a type; on a thread that may wait. A scan has connections of its
 * own, so that however long it lasts, nobody else waits for one of the pool's.
 */
@ApplicationScoped
public class ResourceScans {
  private static final int MOST_SCANS = 8;

  private final ScanConnections connections;
  private final TenantHashes hashes;
  private final Semaphore places = new Semaphore(MOST_SCANS);

  ResourceScans(
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
      @ConfigProperty(name = "quarkus.datasource.username") String user,
      @ConfigProperty(name = "quarkus.datasource.password") String password,
      TenantHashes hashes) {
    this.connections = new ScanConnections(url, user, password);
    this.hashes = hashes;
  }

  /**
   * A scan of what is there now and the caller may see. Close it soon: while it is open, PostgreSQL
   * keeps every version that it can see.
   *
   * @param patients whose compartments, or null for everybody's
   * @param since what was last updated after it, or null for everything
   */
  public ResourceScan open(
      Caller caller, String type, @Nullable Collection<String> patients, @Nullable Instant since) {
    TenantHash hash = hashes.of(caller.tenant()).await().indefinitely();
    ScanCondition condition = ScanCondition.of(caller, hash, type, patients, since);
    if (!places.tryAcquire()) {
      throw new Busy("Too many views run at the same time.", Duration.ofSeconds(5));
    }
    try {
      return new ResourceScan(connections, places::release, caller.tenant(), type, condition);
    } catch (SQLException e) {
      places.release();
      throw ResourceScan.failure(e);
    }
  }

  @PreDestroy
  void stop() throws SQLException {
    connections.close();
  }
}
