package io.salus.inference.serving;

import io.salus.inference.registry.ModelVersion;
import io.salus.inference.registry.Registry;
import io.salus.inference.repository.ModelFolder;
import io.salus.inference.repository.ModelRepository;
import io.salus.inference.repository.Owner;
import io.salus.inference.repository.UnusableModelException;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.PreconditionFailed;
import io.salus.service.errors.AppException.Unavailable;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What there is to serve for a caller, and taking it up and out of memory. */
@ApplicationScoped
public class RepositoryIndex {
  private final Registry registry;
  private final ModelRepository repository;
  private final RepositoryModels models;
  private final Optional<String> operator;

  RepositoryIndex(
      Registry registry,
      ModelRepository repository,
      RepositoryModels models,
      ServingConfig config) {
    this.registry = registry;
    this.repository = repository;
    this.models = models;
    this.operator = config.operator();
  }

  /**
   * A version of a model.
   *
   * @param ready whether it takes requests
   * @param reason why not
   */
  public record Entry(String name, String version, boolean ready, String reason) {}

  /** Trained versions, then the files of the tenant, then shared ones. */
  public List<Entry> list(Caller caller, boolean readyOnly) {
    caller.require("salus/models.read");
    List<Entry> entries = new ArrayList<>();
    for (ModelVersion newest : registry.list(caller)) {
      for (ModelVersion version : registry.versions(caller, newest.name())) {
        entries.add(new Entry(version.name(), Integer.toString(version.version()), true, ""));
      }
    }
    try {
      for (Owner owner : List.of(new Owner(caller.tenant()), Owner.SHARED)) {
        for (ModelRepository.Found found : repository.of(owner)) {
          add(entries, found);
        }
      }
    } catch (IOException e) {
      throw new Unavailable("The model repository cannot be read now; try again shortly.");
    }
    entries.removeIf(entry -> readyOnly && !entry.ready());
    return entries;
  }

  private void add(List<Entry> entries, ModelRepository.Found found) throws IOException {
    var served = models.versions(found.owner(), found.name());
    served.forEach(one -> entries.add(new Entry(found.name(), one.version(), true, "")));
    try {
      for (ModelFolder.Version version :
          repository
              .read(found.owner(), found.name())
              .map(ModelFolder::versions)
              .orElse(List.of())) {
        String number = Integer.toString(version.number());
        if (served.stream().noneMatch(one -> one.version().equals(number))) {
          entries.add(new Entry(found.name(), number, false, "unloaded"));
        }
      }
    } catch (UnusableModelException e) {
      entries.add(new Entry(found.name(), "", false, String.valueOf(e.getMessage())));
    }
  }

  /**
   * Takes a model of the caller's tenant up, or a shared one when the caller's tenant is the
   * operator's. May take long.
   */
  public void load(Caller caller, String name) {
    Owner owner = owner(caller, name);
    models.load(owner, name);
  }

  /** Takes it out of memory. */
  public void unload(Caller caller, String name) {
    Owner owner = owner(caller, name);
    models.unload(owner, name);
  }

  private Owner owner(Caller caller, String name) {
    caller.require("salus/models.promote");
    Owner own = new Owner(caller.tenant());
    if (there(own, name)) {
      return own;
    }
    if (!registry.versions(caller, name).isEmpty()) {
      throw new PreconditionFailed(
          "A trained model is in memory when it is used; promote another version instead.");
    }
    if (there(Owner.SHARED, name)) {
      if (operator.filter(caller.tenant()::equals).isEmpty()) {
        throw new Forbidden("A shared model is loaded and unloaded by the operator.");
      }
      return Owner.SHARED;
    }
    throw new NotFound("There is no model " + name + " in the repository.");
  }

  private boolean there(Owner owner, String name) {
    try {
      return models.has(owner, name)
          || repository.of(owner).stream().anyMatch(found -> found.name().equals(name));
    } catch (IOException e) {
      throw new Unavailable("The model repository cannot be read now; try again shortly.");
    }
  }
}
