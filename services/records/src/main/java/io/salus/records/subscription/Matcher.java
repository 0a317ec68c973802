package io.salus.records.subscription;

import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.records.subscription.DeliveryTable.Match;
import io.salus.records.subscription.SubscriptionTable.Known;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Reads the log of changes of a tenant and notes for each subscription what it is to be told of. In
 * one transaction with the place in the log up to which it has read, so that nothing is noted twice
 * or left out, and the log need not wait for any endpoint.
 */
@ApplicationScoped
class Matcher {
  static final String FOLLOWER = "subscriptions";
  private static final int PAGE = 200;

  private final TenantTransactions transactions;
  private final DataSource dataSource;
  private final ChangeLog log;
  private final SubscriptionTable table;
  private final DeliveryTable deliveries;
  private final Subscriptions subscriptions;
  private final ResourceStore store;
  private final Indexing indexing;

  Matcher(
      TenantTransactions transactions,
      DataSource dataSource,
      ChangeLog log,
      SubscriptionTable table,
      DeliveryTable deliveries,
      Subscriptions subscriptions,
      ResourceStore store,
      Indexing indexing) {
    this.transactions = transactions;
    this.dataSource = dataSource;
    this.log = log;
    this.table = table;
    this.deliveries = deliveries;
    this.subscriptions = subscriptions;
    this.store = store;
    this.indexing = indexing;
  }

  private record Active(Subscription subscription, long since) {}

  /** Reads one page; true when there may be more. Another process at the same tenant goes first. */
  boolean step(String tenant) {
    // In this order, so that a subscription cannot come between: whatever was changed after it, and
    // before the end, is matched with it.
    Position end = transactions.call(tenant, log::end);
    Map<String, List<Active>> byType = activeByType(tenant);
    return transactions.call(
        tenant,
        () -> {
          Optional<Position> position = lock(tenant);
          if (position.isEmpty()) {
            return false;
          }
          ChangeLog.Page page = log.between(tenant, position.get(), end, byType.keySet(), PAGE);
          List<Match> matches = matches(tenant, byType, page.changes());
          if (!matches.isEmpty()) {
            deliveries.add(tenant, matches);
            table.wake(tenant, matches.stream().map(Match::subscription).distinct().toList());
          }
          advance(tenant, page.next());
          return page.more();
        });
  }

  private Map<String, List<Active>> activeByType(String tenant) {
    Instant now = Instant.now();
    List<Active> active = new ArrayList<>();
    for (Known known : transactions.call(tenant, () -> table.of(tenant))) {
      subscriptions
          .find(tenant, known.id(), known.version())
          .filter(subscription -> subscription.collects(now))
          .ifPresent(subscription -> active.add(new Active(subscription, known.since())));
    }
    return active.stream()
        .collect(Collectors.groupingBy(one -> one.subscription().criteria().type()));
  }

  private List<Match> matches(
      String tenant, Map<String, List<Active>> byType, List<LoggedChange> changes) {
    List<LoggedChange> read = changes.stream().filter(change -> !change.delete()).toList();
    if (read.isEmpty()) {
      return List.of();
    }
    Caller server = StatusWriter.server(tenant);
    List<Uni<List<StoredVersion>>> reading =
        read.stream()
            .map(c -> store.versions(server, c.type(), c.id(), c.version(), c.version(), 1))
            .toList();
    List<List<StoredVersion>> versions =
        Uni.join().all(reading).andFailFast().await().indefinitely();
    List<Match> matches = new ArrayList<>();
    for (int i = 0; i < read.size(); i++) {
      LoggedChange change = read.get(i);
      if (versions.get(i).isEmpty() || versions.get(i).getFirst().deleted()) {
        continue; // removed for good meanwhile
      }
      var entries = indexing.entries(tenant, versions.get(i).getFirst());
      Set<String> told =
          byType.getOrDefault(change.type(), List.of()).stream()
              .filter(one -> change.position().transaction() >= one.since())
              .map(Active::subscription)
              .filter(
                  one ->
                      Criteria.mayKnow(one.rights(), change.type(), entries)
                          && one.criteria().matches(entries))
              .map(Subscription::id)
              .collect(Collectors.toSet());
      told.forEach(id -> matches.add(new Match(id, change)));
    }
    return matches;
  }

  /** The place up to which was read; empty while another process reads on. */
  private Optional<Position> lock(String tenant) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select transaction::text, position from change_follower"
                    + " where tenant = ? and name = ? for no key update skip locked")) {
      query.setString(1, tenant);
      query.setString(2, FOLLOWER);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(new Position(Long.parseLong(row.getString(1)), row.getLong(2)))
            : Optional.empty();
      }
    }
  }

  private void advance(String tenant, Position position) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "update change_follower set transaction = ?::xid8, position = ?, seen_at = now()"
                    + " where tenant = ? and name = ?")) {
      update.setString(1, Long.toString(position.transaction()));
      update.setLong(2, position.number());
      update.setString(3, tenant);
      update.setString(4, FOLLOWER);
      update.executeUpdate();
    }
  }
}
