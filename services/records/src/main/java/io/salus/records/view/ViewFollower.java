package io.salus.records.view;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** What a serving process does all the time: lets kept views catch up with the log of changes. */
@ApplicationScoped
class ViewFollower {
  private static final Logger LOG = Logger.getLogger(ViewFollower.class);

  /** Who asks for rows catches up anyway; this keeps what is left for that small. */
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final DataSource dataSource;
  private final TenantTransactions transactions;
  private final KeptViewTable table;
  private final KeptViews views;
  private volatile boolean stopping;

  ViewFollower(
      DataSource dataSource,
      TenantTransactions transactions,
      KeptViewTable table,
      KeptViews views) {
    this.dataSource = dataSource;
    this.transactions = transactions;
    this.table = table;
    this.views = views;
  }

  void start(@Observes StartupEvent event) {
    List<String> profiles = ConfigUtils.getProfiles();
    if (!profiles.contains("work") && !profiles.contains("migrate")) {
      Thread.ofPlatform().daemon().name("views").start(this::repeat);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
  }

  private void repeat() {
    while (!stopping) {
      try {
        Thread.sleep(EVERY);
        round();
      } catch (InterruptedException e) {
        return;
      } catch (SQLException | RuntimeException e) {
        LOG.warnf("Views cannot be kept fresh now: %s", GrpcErrors.describe(e));
      }
    }
  }

  private void round() throws SQLException {
    for (var tenant : behind()) {
      for (var view : transactions.call(tenant, table::all)) {
        if (stopping) {
          return;
        }
        views.follow(tenant, view.id());
      }
    }
  }

  private List<String> behind() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement("select views_behind()");
        ResultSet row = query.executeQuery()) {
      var tenants = new ArrayList<String>();
      while (row.next()) {
        tenants.add(row.getString(1));
      }
      return tenants;
    }
  }
}
