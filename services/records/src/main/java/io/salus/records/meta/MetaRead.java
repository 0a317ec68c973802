package io.salus.records.meta;

import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** {@code GET /fhir/Type/id/$meta}: the meta of a resource. */
@ApplicationScoped
class MetaRead implements Operation {
  private final Metas metas;

  MetaRead(Metas metas) {
    this.metas = metas;
  }

  @Override
  public String name() {
    return "meta";
  }

  @Override
  public Set<Level> levels() {
    return Set.of(Level.INSTANCE);
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
    return metas.read(caller, call.type(), call.id()).map(Metas::answer);
  }
}
