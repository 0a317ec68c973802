package io.salus.inference.serving;

import io.salus.inference.registry.ModelVersion;
import io.salus.inference.registry.Registry;
import io.salus.inference.repository.Owner;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which model answers to a name. A tenant's trainings come first, then its repository, then what is
 * shared: nobody can put a model of another before a clinic's own.
 */
@Singleton
class Catalogue {
  private final RegistryMemory memory;
  private final Registry registry;
  private final LoadedModels trained;
  private final RepositoryModels files;

  Catalogue(
      RegistryMemory memory, Registry registry, LoadedModels trained, RepositoryModels files) {
    this.memory = memory;
    this.registry = registry;
    this.trained = trained;
    this.files = files;
  }

  /** A version's number; labels are looked up before. */
  static int number(String version) {
    try {
      int number = Integer.parseInt(version);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same answer as a number that is none of a version.
    }
    throw new InvalidInput(
        "A model's version is a whole number from 1, stable or canary.", "model_version");
  }

  /** The version, acquired, if that can be said without waiting; else null. */
  @Nullable Served ready(Caller caller, String name, String version) {
    RegistryMemory.Known known = memory.recall(caller, name, trainedNumber(version));
    if (known == null) {
      return null;
    }
    ModelVersion own = chosen(known, name, version);
    return own == null ? ofFiles(caller, name, version) : trained.ready(own);
  }

  /** The version, acquired; asks the registry and loads the model where it must. May wait. */
  Served require(Caller caller, String name, String version) {
    ModelVersion own = own(caller, name, version);
    return own == null ? requireFile(caller, name, version) : trained.require(own);
  }

  private Served requireFile(Caller caller, String name, String version) {
    Served served = ofFiles(caller, name, version);
    if (served == null) {
      throw missing(name, version);
    }
    return served;
  }

  private @Nullable Served ofFiles(Caller caller, String name, String version) {
    Served own = files.ready(new Owner(caller.tenant()), name, version);
    return own != null ? own : files.ready(Owner.SHARED, name, version);
  }

  private @Nullable ModelVersion own(Caller caller, String name, String version) {
    int number = trainedNumber(version);
    try {
      return chosen(memory.ask(caller, name, number), name, version);
    } catch (AppException.PreconditionFailed e) {
      if (files.has(new Owner(caller.tenant()), name)) {
        return null;
      }
      throw e;
    }
  }

  /** Of a trained model: the promoted version is the stable one. */
  private static @Nullable ModelVersion chosen(
      RegistryMemory.Known known, String name, String version) {
    if (known.model() == null) {
      return null;
    }
    return switch (version) {
      case "" -> known.drawn();
      case "canary" -> {
        if (known.canary() == null) {
          throw missing(name, version);
        }
        yield known.canary();
      }
      default -> known.model();
    };
  }

  private static int trainedNumber(String version) {
    return switch (version) {
      case "", "stable", "canary" -> 0;
      default -> number(version);
    };
  }

  private static NotFound missing(String name, String version) {
    return new NotFound(
        version.isEmpty()
            ? "There is no model " + name + "."
            : "There is no version " + version + " of a model " + name + ".");
  }

  ModelInfo.Description describe(Caller caller, String name, String version) {
    ModelVersion model = own(caller, name, version);
    if (model != null) {
      return new ModelInfo.Description(
          name,
          registry.versions(caller, name).stream()
              .map(one -> Integer.toString(one.version()))
              .toList(),
          Integer.toString(model.version()),
          "salus_" + model.algorithm().replace('-', '_'),
          TabularModel.manifest(model));
    }
    Served served = requireFile(caller, name, version);
    try {
      return new ModelInfo.Description(
          name,
          files.versions(served.owner(), name).stream().map(Served::version).toList(),
          served.version(),
          served.manifest().engine().platform(),
          served.manifest());
    } finally {
      served.release();
    }
  }

  /** Everything in memory that the caller may use. */
  List<Served> inMemory(Caller caller) {
    Owner own = new Owner(caller.tenant());
    return Stream.concat(
            trained.of(own).stream(), Stream.concat(files.of(own), files.of(Owner.SHARED)))
        .toList();
  }
}
