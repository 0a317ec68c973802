package io.salus.inference.serving;

import io.salus.inference.artefact.ArtefactStore;
import io.salus.inference.batching.Workers;
import io.salus.inference.registry.ModelVersion;
import io.salus.inference.repository.Owner;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Trained models in memory, each loaded on first use and kept while it is among the last used. */
@Singleton
public class LoadedModels {
  private final ArtefactStore artefacts;
  private final ServedMetrics metrics;
  private final Workers workers;
  private final int most;
  private final LinkedHashMap<UUID, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

  LoadedModels(
      ArtefactStore artefacts, ServingConfig config, Workers workers, ServedMetrics metrics) {
    this.artefacts = artefacts;
    this.workers = workers;
    this.metrics = metrics;
    this.most = Math.max(1, config.loaded());
  }

  /** Does work with a model; it stays in memory at least that long. */
  public <T> T use(ModelVersion version, Function<ScoringModel, T> work) {
    Served served = require(version);
    try {
      return work.apply(((TabularModel) served.model()).scoring());
    } finally {
      served.release();
    }
  }

  /** The version, acquired, if it is in memory by now; else null. Never waits for its loading. */
  @Nullable Served ready(ModelVersion version) {
    Slot slot;
    synchronized (slots) {
      slot = slots.get(version.id());
    }
    Served served = slot == null ? null : slot.served;
    return served != null && served.acquire() ? served : null;
  }

  /** The version, acquired; it is loaded first if it must be. */
  Served require(ModelVersion version) {
    while (true) {
      Served served = slot(version.id()).load(version);
      if (served != null && served.acquire()) {
        return served;
      }
      // It was dropped between finding and taking it; a new one takes its place.
    }
  }

  /** What is in memory of a tenant's trainings. */
  List<Served> of(Owner owner) {
    synchronized (slots) {
      return slots.values().stream()
          .map(slot -> slot.served)
          .filter(served -> served != null && served.owner().equals(owner))
          .toList();
    }
  }

  private Slot slot(UUID id) {
    @Nullable Slot dropped = null;
    Slot slot;
    synchronized (slots) {
      slot = slots.computeIfAbsent(id, key -> new Slot());
      if (slots.size() > most) {
        Map.Entry<UUID, Slot> oldest = slots.firstEntry();
        slots.remove(oldest.getKey());
        dropped = oldest.getValue();
      }
    }
    if (dropped != null) {
      dropped.drop();
    }
    return slot;
  }

  @PreDestroy
  void close() {
    synchronized (slots) {
      slots.values().forEach(Slot::drop);
      slots.clear();
    }
  }

  /** Place of one model. */
  private final class Slot {
    private volatile @Nullable Served served;
    private boolean dropped;

    /** Loads it on first use; a failure is tried again by the next call. Null when dropped. */
    private synchronized @Nullable Served load(ModelVersion version) {
      if (served == null && !dropped) {
        served = LoadedModels.this.load(version);
      }
      return dropped ? null : served;
    }

    private synchronized void drop() {
      dropped = true;
      Served gone = served;
      if (gone != null) {
        metrics.gone(gone);
        gone.retire();
      }
    }
  }

  private Served load(ModelVersion version) {
    try {
      Served served =
          new Served(
              new Owner(version.tenant()),
              version.name(),
              Integer.toString(version.version()),
              TabularModel.manifest(version),
              new TabularModel(
                  new ScoringModel(
                      artefacts.read(version.artefactKey(), version.artefactSha256()))),
              workers);
      metrics.here(served);
      return served;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
