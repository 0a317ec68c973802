package io.salus.jobs;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** {@code salus_jobs_due}: jobs that wait or run. The supervisor and KEDA start workers by it. */
@ApplicationScoped
class JobQueueGauge {
  private final DataSource dataSource;
  private final MeterRegistry registry;

  JobQueueGauge(DataSource dataSource, MeterRegistry registry) {
    this.dataSource = dataSource;
    this.registry = registry;
  }

  void register(@Observes StartupEvent start) {
    Gauge.builder("salus.jobs.due", this, gauge -> gauge.due())
        .description("Jobs that wait for a worker or are run by one")
        .register(registry);
  }

  /** The count, or -1 while the database does not answer. */
  int due() {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement count =
            connection.prepareStatement(
                "select count(*) from scheduled_tasks where execution_time <= now()");
        ResultSet row = count.executeQuery()) {
      return row.next() ? row.getInt(1) : 0;
    } catch (SQLException e) {
      return -1;
    }
  }
}
