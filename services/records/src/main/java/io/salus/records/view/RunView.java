package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.operation.BodyWriter;
import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.store.HeavyWork;
import io.salus.records.store.ResourceScans;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * `$viewdefinition-run`: the rows of a view, of what is stored or of what came along (<a
 * href="https://sql-on-fhir.org/ig/2.1/OperationDefinition-ViewDefinitionRun.html">SQL on FHIR
 * v2.1</a>).
 */
@ApplicationScoped
class RunView implements Operation {
  private final StoredViews stored;
  private final ViewPatients patients;
  private final ResourceScans scans;
  private final ViewRuns runs;
  private final KeptViews kept;
  private final KeptAnswer keptAnswer;
  private final HeavyWork heavyWork;

  RunView(
      StoredViews stored,
      ViewPatients patients,
      ResourceScans scans,
      ViewRuns runs,
      KeptViews kept,
      KeptAnswer keptAnswer,
      HeavyWork heavyWork) {
    this.stored = stored;
    this.patients = patients;
    this.scans = scans;
    this.runs = runs;
    this.kept = kept;
    this.keptAnswer = keptAnswer;
    this.heavyWork = heavyWork;
  }

  @Override
  public String name() {
    return "viewdefinition-run";
  }

  @Override
  public Set<String> aliases() {
    return Set.of("run");
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
    return "http://sql-on-fhir.org/OperationDefinition/$viewdefinition-run";
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    return heavyWork
        .compute(() -> ViewRequest.of(call))
        .flatMap(
            request ->
                definition(caller, call, request)
                    .flatMap(
                        definition ->
                            patients
                                .of(caller, request.scope())
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .map(wanted -> answer(caller, request, definition, wanted))));
  }

  private Uni<ObjectNode> definition(Caller caller, OperationCall call, ViewRequest request) {
    var inline = request.definition();
    return inline == null
        ? stored.require(caller, request.reference(), call.baseUrl())
        : Uni.createFrom().item(inline);
  }

  private OperationAnswer answer(
      Caller caller, ViewRequest request, ObjectNode definition, Optional<Set<String>> wanted) {
    boolean inline = request.definition() != null;
    var view =
        ViewDefinitionRule.compile(definition, inline ? "viewResource" : ViewDefinitionRule.TYPE);
    if (request.resources().isEmpty()) {
      caller.requireFhir(view.resource(), 'r');
      caller.requireFhir(view.resource(), 's');
    }
    var keptRows = inline ? Optional.<KeptView>empty() : kept(caller, request, definition);
    BodyWriter writer =
        out -> {
          var output = request.format().output(view, out, request.header());
          boolean written =
              keptRows.isPresent()
                  && keptAnswer.write(caller.tenant(), keptRows.get(), output, request.limit());
          if (!written) {
            write(caller, request, view, wanted.orElse(null), output);
          }
          output.finish();
        };
    return OperationAnswer.streamed(request.format().mediaType(), writer)
        .with(keptRows.isPresent() ? source() : Map.of());
  }

  /** Rows that are kept answer for everything; of a part, the index finds the resources as soon. */
  private Optional<KeptView> kept(Caller caller, ViewRequest request, ObjectNode definition) {
    boolean everything =
        caller.patient() == null
            && request.resources().isEmpty()
            && request.scope().ofEverybody()
            && request.scope().since() == null;
    return everything
        ? kept.current(
            caller.tenant(),
            definition.path("id").asText(),
            definition.path("meta").path("versionId").asInt())
        : Optional.empty();
  }

  /** Says that the rows were kept; they hold everything that was committed when they were asked. */
  private static Map<String, String> source() {
    return Map.of(
        "Salus-View-Source", "materialized", "Salus-View-As-Of", Instant.now().toString());
  }

  private <B> void write(
      Caller caller,
      ViewRequest request,
      View view,
      @Nullable Collection<String> wanted,
      RowOutput<B> output)
      throws IOException {
    if (!request.resources().isEmpty()) {
      var encoder = output.encoder();
      rows(request, view, wanted).forEach(encoder::add);
      output.write(encoder.take());
      return;
    }
    try (var scan = scans.open(caller, view.resource(), wanted, request.scope().since())) {
      runs.run(RowSource.of(scan), view, output, request.limit());
    }
  }

  /** Of the resources that came along. */
  private static List<@Nullable JsonNode[]> rows(
      ViewRequest request, View view, @Nullable Collection<String> wanted) {
    var rows = new ArrayList<@Nullable JsonNode[]>();
    try {
      for (var resource : request.resources()) {
        if (request.scope().holds(resource, wanted)) {
          rows.addAll(view.rows(resource));
        }
      }
    } catch (ViewException e) {
      throw ViewRuns.unfit(e);
    }
    return rows.subList(0, (int) Math.min(rows.size(), request.limit()));
  }
}
