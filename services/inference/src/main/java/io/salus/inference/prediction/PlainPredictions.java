package io.salus.inference.prediction;

import io.salus.inference.housekeeping.Chore;
import io.salus.inference.housekeeping.Tenants;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Seals predictions that were stored before values were encrypted. Two processes may do it at once:
 * the database takes the sealed values of a row once.
 */
@ApplicationScoped
class PlainPredictions implements Chore {
  private static final Logger LOG = Logger.getLogger(PlainPredictions.class);
  private static final int TOGETHER = 200;
  private final Tenants tenants;
  private final PredictionTable table;
  private final SealedValues values;
  private final TenantTransactions transactions;

  PlainPredictions(
      Tenants tenants,
      PredictionTable table,
      SealedValues values,
      TenantTransactions transactions) {
    this.tenants = tenants;
    this.table = table;
    this.values = values;
    this.transactions = transactions;
  }

  @Override
  public String name() {
    return "encrypt predictions that were stored before it";
  }

  @Override
  public void run() {
    for (String tenant : tenants.named("select tenants_with_plain_predictions()")) {
      int sealed = 0;
      int done;
      do {
        done = transactions.call(tenant, () -> seal(tenant));
        sealed += done;
      } while (done == TOGETHER);
      LOG.infof("%d older predictions of a tenant were encrypted", sealed);
    }
  }

  private int seal(String tenant) {
    List<PredictionEntity> rows = table.plain(TOGETHER);
    for (PredictionEntity row : rows) {
      table.seal(row.id, values.close(tenant, row.id, values.of(row)));
    }
    return rows.size();
  }
}
