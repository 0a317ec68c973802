package io.salus.service.tenant;

import io.salus.service.runtime.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/**
 * Brings the schema up to date as its owner, and ends. Runs alone before the service, never inside
 * it.
 */
@ApplicationScoped
class MigrateRole implements Role {
  private static final Logger LOG = Logger.getLogger(MigrateRole.class);
  private final Instance<Flyway> flyway;

  MigrateRole(Instance<Flyway> flyway) {
    this.flyway = flyway;
  }

  @Override
  public String name() {
    return "migrate";
  }

  @Override
  public void run() {
    LOG.infof("Applied %d migrations", flyway.get().migrate().migrationsExecuted);
  }
}
