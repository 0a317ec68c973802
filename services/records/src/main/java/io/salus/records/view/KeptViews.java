package io.salus.records.view;

import io.salus.records.store.ResourceReader;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Keeps rows fresh: reads which resources have changed, and makes their rows anew from what is
 * there now. Rows and place in the log move in one transaction, so a crash repeats at most what
 * does no harm when it is repeated.
 */
@ApplicationScoped
class KeptViews {
  /** Bodies read at once. */
  private static final int PORTION = 500;

  private final TenantTransactions transactions;
  private final KeptViewTable table;
  private final KeptRows rows;
  private final ViewLog log;
  private final ResourceReader reader;

  KeptViews(
      TenantTransactions transactions,
      KeptViewTable table,
      KeptRows rows,
      ViewLog log,
      ResourceReader reader) {
    this.transactions = transactions;
    this.table = table;
    this.rows = rows;
    this.log = log;
    this.reader = reader;
  }

  /**
   * The rows of a view, if they are kept and hold everything that is committed now. Catches up
   * first.
   *
   * @param version of the ViewDefinition that is wanted
   */
  Optional<KeptView> current(String tenant, String id, int version) {
    if (transactions.call(tenant, () -> table.find(id)).isEmpty()) {
      return Optional.empty();
    }
    follow(tenant, id);
    return transactions.call(
        tenant,
        () ->
            table
                .find(id)
                .filter(view -> view.generation() != null && view.version() == version)
                .filter(view -> !log.behind(view.compile().resource(), view.transaction())));
  }

  /** Catches up with the log, in portions; whoever leads in another process is left alone. */
  void follow(String tenant, String id) {
    while (transactions.call(tenant, () -> step(tenant, id))) {
      // One portion a transaction.
    }
  }

  /** True when there may be more. */
  private boolean step(String tenant, String id) {
    if (!table.lead(tenant, id)) {
      return false;
    }
    var found = table.find(id);
    if (found.isEmpty()) {
      return false;
    }
    var view = found.get();
    if (!log.version(id).filter(version -> version == view.version()).isPresent()) {
      table.drop(view);
      return false;
    }
    var generation = view.generation();
    if (generation == null) {
      return false;
    }
    var end = log.end(view.transaction());
    if (!end.any()) {
      return false;
    }
    try {
      refresh(tenant, view.compile(), generation, view.transaction(), end.transaction());
    } catch (ViewException e) {
      table.fail(view, e.getMessage() == null ? "the view does not fit" : e.getMessage());
      return false;
    }
    table.advance(id, end.transaction());
    return end.more();
  }

  private void refresh(String tenant, View view, long generation, String from, String end) {
    var rids = log.changed(view.resource(), from, end);
    var viewReader = new ViewReader(view);
    for (int start = 0; start < rids.length; start += PORTION) {
      var portion = Arrays.copyOfRange(rids, start, Math.min(rids.length, start + PORTION));
      var changes = new KeptRows.Changes();
      var gone = new HashSet<Long>();
      for (long rid : portion) {
        gone.add(rid);
      }
      reader.forEachNumbered(
          tenant,
          portion,
          (rid, json) -> {
            gone.remove(rid);
            changes.set(rid, viewReader.rows(json));
          });
      gone.forEach(rid -> changes.set(rid, List.of()));
      rows.apply(tenant, generation, changes);
    }
  }
}
