package io.salus.records.view;

import io.salus.jobs.Jobs;
import io.salus.records.operation.Content;
import io.salus.records.operation.Level;
import io.salus.records.operation.Method;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * `ViewDefinition/[id]/$materialize`: by POST the rows of a stored view are kept from now on (or
 * made anew), by GET it says how they are, by DELETE they go.
 */
@ApplicationScoped
class MaterializeView implements Operation {
  private static final String TYPE = ViewDefinitionRule.TYPE;

  private final StoredViews stored;
  private final KeptViewTable table;
  private final ViewLog log;
  private final TenantTransactions transactions;
  private final Jobs jobs;

  MaterializeView(
      StoredViews stored,
      KeptViewTable table,
      ViewLog log,
      TenantTransactions transactions,
      Jobs jobs) {
    this.stored = stored;
    this.table = table;
    this.log = log;
    this.transactions = transactions;
    this.jobs = jobs;
  }

  /** Rows are of all patients, so a patient's own token neither makes nor drops them. */
  static void check(Caller caller) {
    if (caller.patientContext().isPresent()) {
      throw new Forbidden("A patient's token does not reach data of many patients.");
    }
    caller.requireFhir(TYPE, 'u');
  }

  @Override
  public String name() {
    return "materialize";
  }

  @Override
  public Set<Level> levels() {
    return Set.of(Level.INSTANCE);
  }

  @Override
  public boolean appliesTo(String type) {
    return type.equals(TYPE);
  }

  @Override
  public boolean changes() {
    return true;
  }

  @Override
  public Set<Method> methods() {
    return Set.of(Method.GET, Method.POST, Method.DELETE);
  }

  @Override
  public String definition(String type) {
    return "http://sql-on-fhir.org/OperationDefinition/$materialize";
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    var id = call.id();
    return switch (call.method()) {
      case POST ->
          stored
              .require(caller, TYPE + "/" + id, call.baseUrl())
              .emitOn(Infrastructure.getDefaultWorkerPool())
              .map(
                  definition -> {
                    check(caller);
                    var view = ViewDefinitionRule.compile(definition, TYPE);
                    caller.requireFhir(view.resource(), 'r');
                    begin(
                        caller,
                        id,
                        definition.path("meta").path("versionId").asInt(),
                        view.resource(),
                        new String(Json.print(definition), StandardCharsets.UTF_8));
                    return OperationAnswer.accepted(
                        call.baseUrl() + "/" + TYPE + "/" + id + "/$materialize");
                  });
      case GET -> blocking(() -> status(caller, id));
      case DELETE -> blocking(() -> drop(caller, id));
    };
  }

  private void begin(Caller caller, String id, int version, String type, String definition) {
    long generation =
        transactions.call(
            caller, () -> table.begin(caller.tenant(), id, version, type, definition));
    var job =
        jobs.submit(caller, MaterializeJob.KIND, Map.of("view", id, "generation", generation));
    if (job.isEmpty()) {
      throw new IllegalStateException("a job has an id");
    }
  }

  private OperationAnswer status(Caller caller, String id) {
    caller.requireFhir(TYPE, 'r');
    return transactions.call(
        caller,
        () -> {
          var view = table.find(id).orElseThrow(MaterializeView::none);
          var generation = view.generation();
          var parameters = Json.object().put("resourceType", "Parameters");
          var list = parameters.putArray("parameter");
          list.addObject().put("name", "status").put("valueCode", state(view));
          list.addObject()
              .put("name", "view")
              .putObject("valueReference")
              .put("reference", TYPE + "/" + id + "/_history/" + view.version());
          if (generation != null) {
            list.addObject().put("name", "rows").put("valueDecimal", table.rows(generation));
            list.addObject()
                .put("name", "current")
                .put("valueBoolean", !log.behind(view.compile().resource(), view.transaction()));
          }
          var built = view.builtAt();
          if (built != null) {
            list.addObject().put("name", "built").put("valueInstant", built.toString());
          }
          var failure = view.failure();
          if (failure != null) {
            list.addObject().put("name", "failure").put("valueString", failure);
          }
          return OperationAnswer.of(parameters);
        });
  }

  private static String state(KeptView view) {
    if (view.building() != null) {
      return "in-progress";
    }
    return view.failure() == null ? "completed" : "failed";
  }

  private OperationAnswer drop(Caller caller, String id) {
    check(caller);
    transactions.run(caller, () -> table.drop(table.find(id).orElseThrow(MaterializeView::none)));
    return new OperationAnswer(204, "", Map.of(), Content.NONE);
  }

  private static Uni<OperationAnswer> blocking(java.util.function.Supplier<OperationAnswer> work) {
    return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  private static NotFound none() {
    return new NotFound("The rows of this view are not kept.");
  }
}
