package io.salus.inference.serving;

import io.salus.inference.batching.Batcher;
import io.salus.inference.batching.Statistics;
import io.salus.inference.batching.Workers;
import io.salus.inference.engine.EngineModel;
import io.salus.inference.repository.Manifest;
import io.salus.inference.repository.Owner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One version of a model in memory. It is closed when it was retired and nobody uses it. */
final class Served {
  private final Owner owner;
  private final String name;
  private final String version;
  private final Manifest manifest;
  private final EngineModel model;
  private final Statistics statistics = new Statistics();
  private final Batcher batcher;
  private final AtomicBoolean retired = new AtomicBoolean();

  /** The one who keeps it, and all who use it now. */
  private final AtomicInteger holders = new AtomicInteger(1);

  Served(
      Owner owner,
      String name,
      String version,
      Manifest manifest,
      EngineModel model,
      Workers workers) {
    this.owner = owner;
    this.name = name;
    this.version = version;
    this.manifest = manifest;
    this.model = model;
    this.batcher = new Batcher(model, manifest.batching(), workers, statistics);
  }

  Owner owner() {
    return owner;
  }

  String name() {
    return name;
  }

  String version() {
    return version;
  }

  Manifest manifest() {
    return manifest;
  }

  EngineModel model() {
    return model;
  }

  Statistics statistics() {
    return statistics;
  }

  Batcher batcher() {
    return batcher;
  }

  /** Keeps it open until {@link #release}; false when it is closed. */
  boolean acquire() {
    int now = holders.get();
    while (now > 0) {
      if (holders.compareAndSet(now, now + 1)) {
        return true;
      }
      now = holders.get();
    }
    return false;
  }

  void release() {
    if (holders.decrementAndGet() == 0) {
      model.close();
    }
  }

  /** Nobody new gets it. */
  void retire() {
    if (retired.compareAndSet(false, true)) {
      release();
    }
  }
}
