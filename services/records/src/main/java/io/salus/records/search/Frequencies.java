package io.salus.records.search;

import io.salus.records.store.IndexStatistics;
import io.salus.records.store.SearchStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * PostgreSQL's statistics of the index, read again now and then while there are searches; old
 * results go at the same time.
 */
@ApplicationScoped
class Frequencies implements Shares {
  private static final long FRESH = TimeUnit.SECONDS.toNanos(30);

  private final SearchStore store;
  private final AtomicLong due = new AtomicLong(System.nanoTime());
  private volatile IndexStatistics known = new IndexStatistics(0, Map.of(), Map.of());

  Frequencies(SearchStore store) {
    this.store = store;
  }

  /** Without waiting: the first searches do with nothing. A failure leaves what is known. */
  @Override
  public void refresh() {
    long at = due.get();
    long now = System.nanoTime();
    if (now - at >= 0 && due.compareAndSet(at, now + FRESH)) {
      store
          .forget(Instant.now().minus(KeptResults.KEPT))
          .subscribe()
          .with(done -> {}, failure -> {});
      store.statistics().subscribe().with(statistics -> known = statistics, failure -> {});
    }
  }

  @Override
  public double ofToken(long hash) {
    Float share = known.tokens().get(hash);
    return share == null ? 0 : share;
  }

  @Override
  public double ofKind(long kind) {
    Float share = known.kinds().get(kind);
    return share == null ? 0 : share;
  }

  @Override
  public double rows() {
    return known.rows();
  }
}
