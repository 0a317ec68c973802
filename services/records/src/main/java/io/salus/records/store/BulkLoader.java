package io.salus.records.store;

import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import javax.sql.DataSource;

/** The way in for many resources at once. */
@ApplicationScoped
public class BulkLoader {
  private final DataSource dataSource;
  private final TenantTransactions transactions;
  private final TenantHashes hashes;
  private final KnownConcepts concepts;

  BulkLoader(
      DataSource dataSource,
      TenantTransactions transactions,
      TenantHashes hashes,
      KnownConcepts concepts) {
    this.dataSource = dataSource;
    this.transactions = transactions;
    this.hashes = hashes;
    this.concepts = concepts;
  }

  /** A load for one job; its portions can be written from several threads. */
  public BulkLoad begin(Caller caller) {
    TenantHash hash = hashes.of(caller.tenant()).await().indefinitely();
    return new BulkLoad(caller, hash, dataSource, transactions, concepts);
  }
}
