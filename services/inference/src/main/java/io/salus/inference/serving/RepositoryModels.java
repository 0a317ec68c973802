package io.salus.inference.serving;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.salus.inference.batching.Workers;
import io.salus.inference.engine.EngineModel;
import io.salus.inference.engine.Engines;
import io.salus.inference.repository.EngineKind;
import io.salus.inference.repository.Labels;
import io.salus.inference.repository.ModelFolder;
import io.salus.inference.repository.ModelRepository;
import io.salus.inference.repository.Owner;
import io.salus.inference.repository.UnusableModelException;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.PreconditionFailed;
import io.salus.service.errors.AppException.Unavailable;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Models of the repository in memory. A model is taken up whole, with all its versions, or not at
 * all: what was in memory goes on answering until the new ones are warm, and then until the last of
 * its requests is answered.
 */
@Singleton
class RepositoryModels {
  private static final Logger LOG = Logger.getLogger(RepositoryModels.class);
  private final ModelRepository repository;
  private final Workers workers;
  private final ServedMetrics metrics;
  private final Map<Key, Taken> models = new ConcurrentHashMap<>();

  RepositoryModels(ModelRepository repository, Workers workers, ServedMetrics metrics) {
    this.repository = repository;
    this.workers = workers;
    this.metrics = metrics;
  }

  private record Key(Owner owner, String name) {}

  private record Taken(Labels labels, NavigableMap<Integer, Served> versions) {}

  /** A service that cannot serve what it is told to does not start. */
  void start(@Observes StartupEvent started) throws IOException {
    List<String> profiles = ConfigUtils.getProfiles();
    if (profiles.contains("work") || profiles.contains("migrate")) {
      return;
    }
    for (ModelRepository.Found found : repository.all()) {
      try {
        take(new Key(found.owner(), found.name()));
      } catch (UnusableModelException e) {
        throw new IllegalStateException(
            "The model repository holds what cannot be served: " + e.getMessage(), e);
      }
    }
  }

  /**
   * The version that a request gets, acquired; null when no such model is in memory.
   *
   * @param version a number, {@code stable}, {@code canary}, or empty
   */
  @Nullable Served ready(Owner owner, String name, String version) {
    Key key = new Key(owner, name);
    while (true) {
      Taken taken = models.get(key);
      if (taken == null) {
        return null;
      }
      Served served = taken.versions().get(number(taken.labels(), version));
      if (served == null) {
        throw new NotFound("There is no version " + version + " of a model " + name + ".");
      }
      if (served.acquire()) {
        return served;
      }
      // It was replaced between finding and taking it.
    }
  }

  private static int number(Labels labels, String version) {
    return switch (version) {
      case "" ->
          labels.canaryShare() > 0
                  && ThreadLocalRandom.current().nextDouble() < labels.canaryShare()
              ? labels.canary()
              : labels.stable();
      case "stable" -> labels.stable();
      case "canary" -> labels.canary();
      default -> Catalogue.number(version);
    };
  }

  boolean has(Owner owner, String name) {
    return models.containsKey(new Key(owner, name));
  }

  /** Versions of a model in memory, ascending; none when it is not there. */
  Collection<Served> versions(Owner owner, String name) {
    Taken taken = models.get(new Key(owner, name));
    return taken == null ? List.of() : taken.versions().values();
  }

  /** All versions in memory of an owner. */
  Stream<Served> of(Owner owner) {
    return models.entrySet().stream()
        .filter(entry -> entry.getKey().owner().equals(owner))
        .flatMap(entry -> entry.getValue().versions().values().stream());
  }

  /** Takes a model up as its folder is now. Throws {@link PreconditionFailed} and says why not. */
  void load(Owner owner, String name) {
    try {
      if (!take(new Key(owner, name))) {
        throw new NotFound("There is no model " + name + " in the repository.");
      }
    } catch (UnusableModelException e) {
      LOG.warnf("Model %s of %s was not loaded: %s", name, owner, e.getMessage());
      throw new PreconditionFailed("The model was not loaded: " + e.getMessage() + ".");
    } catch (IOException e) {
      LOG.errorf("The repository cannot be read: %s", e.getClass().getSimpleName());
      throw new Unavailable("The model repository cannot be read now; try again shortly.");
    }
  }

  /** Takes it out of memory; requests that have begun are answered. False when it is not there. */
  synchronized boolean unload(Owner owner, String name) {
    Taken gone = models.remove(new Key(owner, name));
    if (gone == null) {
      return false;
    }
    gone.versions().values().forEach(this::retire);
    return true;
  }

  private synchronized boolean take(Key key) throws IOException {
    ModelFolder folder = repository.read(key.owner(), key.name()).orElse(null);
    if (folder == null) {
      return false;
    }
    Taken before = models.get(key);
    NavigableMap<Integer, Served> now = new TreeMap<>();
    List<Served> added = new ArrayList<>();
    try {
      for (ModelFolder.Version version : folder.versions()) {
        Served same = before == null ? null : before.versions().get(version.number());
        if (same != null && same.manifest().equals(version.manifest())) {
          now.put(version.number(), same);
        } else {
          Served served = load(folder, version);
          added.add(served);
          now.put(version.number(), served);
        }
      }
    } catch (IOException | RuntimeException e) {
      added.forEach(Served::retire);
      throw e;
    }
    if (before != null) {
      // Meters have one owner a name: the old ones go before the new ones come.
      before.versions().values().stream()
          .filter(served -> !now.containsValue(served))
          .forEach(metrics::gone);
    }
    added.forEach(metrics::here);
    models.put(key, new Taken(folder.labels(), now));
    if (before != null) {
      before.versions().values().stream()
          .filter(served -> !now.containsValue(served))
          .forEach(Served::retire);
    }
    return true;
  }

  private Served load(ModelFolder folder, ModelFolder.Version version) throws IOException {
    String place = folder.name() + "/" + version.number();
    if (version.manifest().engine() == EngineKind.SALUS) {
      throw new UnusableModelException(
          place + ": trained models are served from the registry, not from files");
    }
    byte[] file = repository.file(folder, version);
    EngineModel model;
    try {
      model = Engines.load(version.manifest(), file);
    } catch (UnusableModelException e) {
      throw new UnusableModelException(place + ": " + e.getMessage(), e);
    }
    try {
      WarmUp.run(version.manifest(), model);
    } catch (RuntimeException e) {
      model.close();
      throw new UnusableModelException(
          place + ": it does not compute what its manifest says (" + WarmUp.reason(e) + ")", e);
    }
    return new Served(
        folder.owner(),
        folder.name(),
        Integer.toString(version.number()),
        version.manifest(),
        model,
        workers);
  }

  private void retire(Served served) {
    metrics.gone(served);
    served.retire();
  }

  @PreDestroy
  synchronized void close() {
    models.values().forEach(taken -> taken.versions().values().forEach(this::retire));
    models.clear();
  }
}
