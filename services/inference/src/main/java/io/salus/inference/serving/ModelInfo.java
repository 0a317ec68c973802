package io.salus.inference.serving;

import io.salus.inference.batching.Statistics;
import io.salus.inference.repository.Manifest;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What callers may know of models. Every call may wait for the registry. */
@ApplicationScoped
public class ModelInfo {
  private static final String READ = "salus/models.read";
  private final Catalogue catalogue;

  ModelInfo(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * A model as the protocol describes it.
   *
   * @param versions that can be asked for
   * @param version the one that was asked for
   * @param platform framework and format
   */
  public record Description(
      String name, List<String> versions, String version, String platform, Manifest manifest) {}

  /** Figures of a version in memory. */
  public record Figures(String name, String version, Statistics statistics) {}

  public Description describe(Caller caller, String name, String version) {
    caller.require(READ);
    return catalogue.describe(caller, name, version);
  }

  /** Ready means that it was loaded: a model that does not exist or is damaged is not. */
  public boolean ready(Caller caller, String name, String version) {
    caller.require(READ);
    try {
      catalogue.require(caller, name, version).release();
      return true;
    } catch (AppException.NotFound | AppException.PreconditionFailed | AppException.Unavailable e) {
      return false;
    }
  }

  /** Of all models in memory, or of one. Throws {@link NotFound} when it is not there. */
  public List<Figures> figures(Caller caller, String name, String version) {
    caller.require(READ);
    List<Figures> figures =
        catalogue.inMemory(caller).stream()
            .filter(served -> name.isEmpty() || served.name().equals(name))
            .filter(served -> version.isEmpty() || served.version().equals(version))
            .map(served -> new Figures(served.name(), served.version(), served.statistics()))
            .toList();
    if (figures.isEmpty() && !name.isEmpty()) {
      // It may be there without having been used since the start.
      Description model = describe(caller, name, version);
      return List.of(new Figures(model.name(), model.version(), new Statistics()));
    }
    return figures;
  }
}
