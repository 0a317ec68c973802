package io.salus.inference.serving;

import io.salus.inference.artefact.ArtefactStore;
import io.salus.inference.registry.ModelVersion;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Models in memory, each loaded on first use and kept while it is among the last used. */
@ApplicationScoped
public class LoadedModels {
  private final ArtefactStore artefacts;
  private final int most;
  private final LinkedHashMap<UUID, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

  LoadedModels(ArtefactStore artefacts, ServingConfig config) {
    this.artefacts = artefacts;
    this.most = Math.max(1, config.loaded());
  }

  /** Does work with a model; it stays in memory at least that long. */
  public <T> T use(ModelVersion version, Function<ScoringModel, T> work) {
    while (true) {
      Slot slot = slot(version.id());
      slot.lock.readLock().lock();
      try {
        ScoringModel model = slot.model(version);
        if (model != null) {
          return work.apply(model);
        }
      } finally {
        slot.lock.readLock().unlock();
      }
      // The slot was dropped between finding and locking it; a new one takes its place.
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
      dropped.close();
    }
    return slot;
  }

  @PreDestroy
  void close() {
    synchronized (slots) {
      slots.values().forEach(Slot::close);
      slots.clear();
    }
  }

  /** Place of one model; used under the read lock, closed under the write lock. */
  private final class Slot {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private @Nullable ScoringModel model;
    private boolean closed;

    /** Loads it on first use; a failure is tried again by the next call. Null when closed. */
    private @Nullable ScoringModel model(ModelVersion version) {
      synchronized (this) {
        if (model == null && !closed) {
          try {
            model =
                new ScoringModel(artefacts.read(version.artefactKey(), version.artefactSha256()));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
        return closed ? null : model;
      }
    }

    private void close() {
      lock.writeLock().lock();
      try {
        synchronized (this) {
          closed = true;
          if (model != null) {
            model.close();
          }
        }
      } finally {
        lock.writeLock().unlock();
      }
    }
  }
}
