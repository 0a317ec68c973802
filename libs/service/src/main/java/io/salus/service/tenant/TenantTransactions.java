package io.salus.service.tenant;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import javax.sql.DataSource;

/**
 * Transactions that see one tenant. Row-level security compares each row with the setting {@code
 * salus.tenant}, which is local to the transaction: code that forgets to come through here sees
 * nothing.
 */
@ApplicationScoped
public class TenantTransactions {
  private final DataSource dataSource;

  TenantTransactions(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Runs the work in a new transaction of the caller's tenant; commits unless it throws. */
  public <T> T call(Caller caller, Callable<T> work) {
    return call(caller.tenant(), work);
  }

  /** The same for work that acts for a tenant as a whole. */
  public <T> T call(String tenant, Callable<T> work) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              setTenant(tenant);
              return work.call();
            });
  }

  /** The same without a result. */
  public void run(Caller caller, Runnable work) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              setTenant(caller.tenant());
              work.run();
            });
  }

  private void setTenant(String tenant) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement set =
            connection.prepareStatement("select set_config('salus.tenant', ?, true)")) {
      set.setString(1, tenant);
      set.execute();
    } catch (SQLException e) {
      throw new IllegalStateException("the tenant could not be set", e);
    }
  }
}
