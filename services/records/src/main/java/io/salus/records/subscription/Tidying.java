package io.salus.records.subscription;

import io.salus.records.subscription.SubscriptionTable.Known;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Removes what nobody needs any more: old entries of the logs of changes, and followers that follow
 * no longer, so that changes nobody looks at are not logged. Ends subscriptions whose end has come.
 */
@ApplicationScoped
class Tidying {
  private static final String UNUSED =
      """
      delete from change_follower f
      where f.tenant = ? and f.name = any (?) and (
        (f.name = 'subscriptions'
          and not exists (select from subscription s where s.tenant = f.tenant))
        or (f.name = 'events' and f.seen_at < now() - make_interval(secs => ?)))\
      """;

  private final TenantTransactions transactions;
  private final DataSource dataSource;
  private final ChangeLog log;
  private final SubscriptionTable table;
  private final Subscriptions subscriptions;
  private final StatusWriter status;
  private final Duration keep;

  Tidying(
      TenantTransactions transactions,
      DataSource dataSource,
      ChangeLog log,
      SubscriptionTable table,
      Subscriptions subscriptions,
      StatusWriter status,
      SubscriptionConfig config) {
    this.transactions = transactions;
    this.dataSource = dataSource;
    this.log = log;
    this.table = table;
    this.subscriptions = subscriptions;
    this.status = status;
    this.keep = config.keep();
  }

  void tidy() throws SQLException {
    for (String tenant : log.tenants()) {
      transactions.call(
          tenant,
          () -> {
            log.trim(tenant, keep);
            removeUnused(tenant, lock(tenant));
            return true;
          });
      for (Known known : transactions.call(tenant, () -> table.of(tenant))) {
        subscriptions.find(tenant, known.id(), known.version()).ifPresent(one -> end(tenant, one));
      }
    }
  }

  private void end(String tenant, Subscription subscription) {
    Instant now = Instant.now();
    if (subscription.off()) {
      return;
    }
    if (subscription.ended(now)) {
      status.set(tenant, subscription.id(), subscription.version(), "off", null);
    } else if (!subscription.active() && subscription.writtenAt().isBefore(now.minus(keep))) {
      String why = "The subscription was in error for longer than notifications are kept.";
      status.set(tenant, subscription.id(), subscription.version(), "off", why);
    }
  }

  /** The statement after this sees every subscription whose transaction shared one of the rows. */
  private List<String> lock(String tenant) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement lock =
            connection.prepareStatement(
                "select name from change_follower"
                    + " where tenant = ? and name in ('subscriptions', 'events')"
                    + " for update skip locked")) {
      lock.setString(1, tenant);
      List<String> names = new ArrayList<>();
      try (ResultSet rows = lock.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return names;
    }
  }

  private void removeUnused(String tenant, List<String> names) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete = connection.prepareStatement(UNUSED)) {
      delete.setString(1, tenant);
      delete.setArray(2, connection.createArrayOf("text", names.toArray()));
      delete.setLong(3, keep.toSeconds());
      delete.executeUpdate();
    }
  }
}
