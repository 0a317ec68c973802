package io.salus.records.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.bulk.BulkJobs;
import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.store.HeavyWork;
import io.salus.records.store.Json;
import io.salus.records.view.ViewExportRequest.Wanted;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * `$viewdefinition-export`: begins a job that writes the rows of views into files (<a
 * href="https://sql-on-fhir.org/ig/2.1/OperationDefinition-ViewDefinitionExport.html">SQL on FHIR
 * v2.1</a>). Every view is looked at before the job begins.
 */
@ApplicationScoped
class ExportViews implements Operation {
  static final String NAME = "viewdefinition-export";

  private final StoredViews stored;
  private final ViewPatients patients;
  private final HeavyWork heavyWork;
  private final BulkJobs jobs;

  ExportViews(StoredViews stored, ViewPatients patients, HeavyWork heavyWork, BulkJobs jobs) {
    this.stored = stored;
    this.patients = patients;
    this.heavyWork = heavyWork;
    this.jobs = jobs;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** At the system level the name is that of the export of resources. */
  @Override
  public Set<String> aliases() {
    return Set.of("export");
  }

  @Override
  public Set<Level> levels() {
    return Set.of(Level.SYSTEM, Level.TYPE, Level.INSTANCE);
  }

  @Override
  public boolean appliesTo(String type) {
    return type.equals(ViewDefinitionRule.TYPE);
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public String definition(String type) {
    return "http://sql-on-fhir.org/OperationDefinition/$" + NAME;
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    BulkJobs.requireMany(caller);
    return heavyWork
        .compute(() -> ViewExportRequest.of(call))
        .flatMap(
            request ->
                definitions(caller, call, request.views())
                    .flatMap(
                        definitions ->
                            patients
                                .of(caller, request.scope())
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .map(known -> begin(caller, call, request, definitions))));
  }

  private Uni<List<ObjectNode>> definitions(
      Caller caller, OperationCall call, List<Wanted> wanted) {
    return Multi.createFrom()
        .iterable(wanted)
        .onItem()
        .transformToUniAndConcatenate(
            view -> {
              var inline = view.definition();
              return inline == null
                  ? stored.require(caller, view.reference(), call.baseUrl())
                  : Uni.createFrom().item(inline);
            })
        .collect()
        .asList();
  }

  private OperationAnswer begin(
      Caller caller, OperationCall call, ViewExportRequest request, List<ObjectNode> definitions) {
    var since = request.scope().since();
    var order =
        new ViewExportOrder(
            views(caller, request.views(), definitions),
            request.format(),
            request.scope(),
            since == null ? 0 : Math.max(0, Micros.of(since) + 1),
            request.address(),
            request.tracking());
    var id = jobs.begin(caller, ViewExportJob.KIND, order.toParams());
    var place = BulkJobs.accepted(call.baseUrl(), id).headers();
    var status = String.valueOf(place.get("Content-Location"));
    return ViewExportReport.answer(202, ViewExportReport.accepted(id, order, status)).with(place);
  }

  private static List<OrderedView> views(
      Caller caller, List<Wanted> wanted, List<ObjectNode> definitions) {
    var views = new ArrayList<OrderedView>();
    var names = new HashSet<String>();
    for (int i = 0; i < wanted.size(); i++) {
      var asked = wanted.get(i);
      var definition = definitions.get(i);
      var view = ViewDefinitionRule.compile(definition, asked.place());
      caller.requireFhir(view.resource(), 'r');
      caller.requireFhir(view.resource(), 's');
      var name = name(asked, definition, i);
      if (!names.add(name)) {
        throw new InvalidInput(
            "Two outputs would have the same name; give them names.", asked.place() + ".name");
      }
      views.add(new OrderedView(name, new String(Json.print(definition), StandardCharsets.UTF_8)));
    }
    return views;
  }

  /** The name asked for, or else the view's own, or else one by its place. */
  private static String name(Wanted asked, ObjectNode definition, int at) {
    if (!asked.name().isBlank()) {
      return asked.name();
    }
    var own = definition.path("name").asText();
    return own.isBlank() ? "view_" + (at + 1) : own;
  }
}
