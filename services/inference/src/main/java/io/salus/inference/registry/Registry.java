package io.salus.inference.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.PreconditionFailed;
import io.salus.service.id.TimeOrderedId;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** The models of a tenant, and those that are shared with all. */
@ApplicationScoped
public class Registry {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private final ModelTable table;
  private final TenantTransactions transactions;
  private final ObjectMapper json;
  private final AtomicLong changes = new AtomicLong();

  Registry(ModelTable table, TenantTransactions transactions, ObjectMapper json) {
    this.table = table;
    this.transactions = transactions;
    this.json = json;
  }

  /** Throws {@link InvalidInput} unless a model may be called so. */
  public static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidInput(
          "A model's name has lower case letters, digits and hyphens, starts with a letter and has"
              + " at most 63 characters.",
          "name");
    }
  }

  /** Grows with every change that this process makes: what was read before may be old. */
  public long changes() {
    return changes.get();
  }

  /** Newest version of each model, newest first. */
  public List<ModelVersion> list(Caller caller) {
    caller.require("salus/models.read");
    return transactions.call(caller, () -> table.newestOfEach().stream().map(this::value).toList());
  }

  /**
   * One version.
   *
   * @param version 0 for the promoted one, or the newest where none is
   */
  public ModelVersion get(Caller caller, String name, int version) {
    caller.require("salus/models.read");
    return find(caller, name, version);
  }

  /** The promoted version. Throws {@link PreconditionFailed} when none is. */
  public ModelVersion answering(Caller caller, String name) {
    return choice(caller, name).stable();
  }

  /** The versions that answer. Throws {@link PreconditionFailed} when none does. */
  public Answering choice(Caller caller, String name) {
    return transactions
        .call(
            caller,
            () ->
                table
                    .promoted(name)
                    .map(
                        row ->
                            new Answering(
                                value(row), table.canary(row).map(this::value).orElse(null))))
        .orElseThrow(
            () ->
                new PreconditionFailed(
                    "No version of the model " + find(caller, name, 0).name() + " is promoted."));
  }

  /** A version by number, or the promoted one for 0, for use and not only for reading about it. */
  public ModelVersion find(Caller caller, String name, int version) {
    return transactions
        .call(
            caller,
            () ->
                (version == 0
                        ? table.promoted(name).or(() -> table.newest(name))
                        : table.version(name, version))
                    .map(this::value))
        .orElseThrow(
            () ->
                new NotFound(
                    version == 0
                        ? "There is no model " + name + "."
                        : "There is no version " + version + " of a model " + name + "."));
  }

  /** All versions of a model, newest first; none when there is no such model. */
  public List<ModelVersion> versions(Caller caller, String name) {
    return transactions.call(caller, () -> table.versions(name).stream().map(this::value).toList());
  }

  /** The model that a stored prediction came from. */
  public ModelVersion require(Caller caller, UUID id) {
    return transactions
        .call(caller, () -> table.findByIdOptional(id).map(this::value))
        .orElseThrow(() -> new NotFound("The model of this prediction is not there any more."));
  }

  /** What a job registered before its worker died, if it came that far. */
  public Optional<ModelVersion> ofJob(Caller caller, String job) {
    return transactions.call(caller, () -> table.ofJob(caller.tenant(), job).map(this::value));
  }

  /** Makes a version of the caller's tenant the one that answers; no canary stays beside it. */
  public ModelVersion promote(Caller caller, String name, int version) {
    caller.require("salus/models.promote");
    return changing(
            caller,
            () -> {
              table.lock(caller.tenant(), name);
              Optional<ModelEntity> model =
                  table.version(name, version).filter(m -> m.tenant.equals(caller.tenant()));
              model.ifPresent(this::promote);
              return model.map(this::value);
            })
        .orElseThrow(
            () -> new NotFound("There is no version " + version + " of a model " + name + "."));
  }

  /**
   * Lets a version of the caller's tenant answer for some patients in place of the promoted one.
   *
   * @param share of 100 patients, 0 to 100; 0 ends it
   */
  public ModelVersion canary(Caller caller, String name, int version, int share) {
    caller.require("salus/models.promote");
    if (share < 0 || share > 100) {
      throw new InvalidInput("A canary answers for 0 to 100 of 100 patients.", "canary");
    }
    return changing(
            caller,
            () -> {
              table.lock(caller.tenant(), name);
              Optional<ModelEntity> model =
                  table.version(name, version).filter(m -> m.tenant.equals(caller.tenant()));
              model.ifPresent(row -> canary(row, share));
              return model.map(this::value);
            })
        .orElseThrow(
            () -> new NotFound("There is no version " + version + " of a model " + name + "."));
  }

  private void canary(ModelEntity row, int share) {
    boolean beside =
        table.promoted(row.name).filter(stable -> stable.tenant.equals(row.tenant)).isPresent();
    if (share > 0 && (row.promoted || !beside)) {
      throw new PreconditionFailed(
          row.promoted
              ? "This version is promoted: it answers for all patients already."
              : "A canary needs another version beside it that is promoted.");
    }
    if (share > 0) {
      table.makeCanary(row, share);
    } else if (row.canaryShare != null) {
      table.endCanary(row.tenant, row.name);
    }
    table.getEntityManager().refresh(row);
  }

  /** Gives the next version number; its file must be in object storage by now. */
  public ModelVersion register(Caller caller, NewModel model, boolean promote) {
    if (promote) {
      caller.require("salus/models.promote");
    }
    return changing(
        caller,
        () -> {
          table.lock(caller.tenant(), model.name());
          Optional<ModelEntity> before = table.ofJob(caller.tenant(), model.job());
          if (before.isPresent()) {
            return value(before.get());
          }
          ModelEntity row = row(caller, model);
          table.persistAndFlush(row);
          if (promote) {
            promote(row);
          }
          return value(row);
        });
  }

  private <T> T changing(Caller caller, Callable<T> work) {
    try {
      return transactions.call(caller, work);
    } finally {
      changes.incrementAndGet();
    }
  }

  private void promote(ModelEntity row) {
    table.promote(row);
    table.getEntityManager().refresh(row);
  }

  private ModelEntity row(Caller caller, NewModel model) throws JsonProcessingException {
    ModelEntity row = new ModelEntity();
    row.id = TimeOrderedId.next();
    row.tenant = caller.tenant();
    row.name = model.name();
    row.version = table.highestVersion(caller.tenant(), model.name()) + 1;
    row.algorithm = model.algorithm();
    row.outcome = model.outcome();
    row.features = json.writeValueAsString(model.features());
    row.provenance = json.writeValueAsString(model.provenance());
    row.metrics = json.writeValueAsString(model.metrics());
    row.artefactKey = model.artefactKey();
    row.artefactSha256 = model.artefactSha256();
    row.job = model.job();
    row.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return row;
  }

  private ModelVersion value(ModelEntity row) {
    try {
      return new ModelVersion(
          row.id,
          row.tenant,
          row.name,
          row.version,
          row.promoted,
          row.canaryShare == null ? 0 : row.canaryShare,
          row.algorithm,
          row.outcome,
          json.readValue(row.features, new TypeReference<List<String>>() {}),
          json.readTree(row.provenance),
          json.readTree(row.metrics),
          row.artefactKey,
          row.artefactSha256,
          row.createdAt);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the registry holds what is no JSON", e);
    }
  }
}
