package io.salus.records.meta;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/**
 * {@code GET /fhir/Type/id/$meta}: the meta of a resource; without an id, and without a type, what
 * profiles, tags and labels there are.
 */
@ApplicationScoped
class MetaRead implements Operation {
  private final Metas metas;
  private final MetaSurvey survey;

  MetaRead(Metas metas, MetaSurvey survey) {
    this.metas = metas;
    this.survey = survey;
  }

  @Override
  public String name() {
    return "meta";
  }

  @Override
  public Set<Level> levels() {
    return Set.of(Level.SYSTEM, Level.TYPE, Level.INSTANCE);
  }

  @Override
  public boolean appliesTo(String type) {
    return Metas.has(type);
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public String definition(String type) {
    return Metas.definition(name());
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    Uni<JsonNode> meta =
        switch (call.level()) {
          case SYSTEM -> survey.ofAll(caller);
          case TYPE -> survey.ofType(caller, call.type());
          case INSTANCE -> metas.read(caller, call.type(), call.id());
        };
    return meta.map(Metas::answer);
  }
}
