package io.salus.records.parameter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.jobs.Jobs;
import io.salus.records.definition.R4;
import io.salus.records.index.OwnParameter;
import io.salus.records.index.TenantParams;
import io.salus.records.operation.Level;
import io.salus.records.operation.Method;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.store.HeavyWork;
import io.salus.records.store.IndexRewrite;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.records.store.TenantHashes;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code POST $reindex}: indexes resources again, all of them or those of a type as a job, one at
 * once. {@code GET $reindex} lists the tenant's own search parameters and whether searches can use
 * them.
 */
@ApplicationScoped
class Reindex implements Operation {
  private final Jobs jobs;
  private final ResourceStore store;
  private final IndexRewrite rewrite;
  private final TenantHashes hashes;
  private final HeavyWork heavyWork;

  Reindex(
      Jobs jobs,
      ResourceStore store,
      IndexRewrite rewrite,
      TenantHashes hashes,
      HeavyWork heavyWork) {
    this.jobs = jobs;
    this.store = store;
    this.rewrite = rewrite;
    this.hashes = hashes;
    this.heavyWork = heavyWork;
  }

  /** Who may change search parameters may make them work. */
  static void requireRight(Caller caller) {
    caller.requireFhir("SearchParameter", 'u');
    if (caller.patient() != null) {
      throw new Forbidden("A patient's token cannot index the records again.");
    }
  }

  @Override
  public String name() {
    return "reindex";
  }

  @Override
  public Set<Level> levels() {
    return Set.of(Level.SYSTEM, Level.TYPE, Level.INSTANCE);
  }

  @Override
  public boolean appliesTo(String type) {
    return R4.isResourceType(type);
  }

  @Override
  public boolean changes() {
    return true;
  }

  @Override
  public Set<Method> methods() {
    return Set.of(Method.GET, Method.POST);
  }

  @Override
  public String definition(String type) {
    return "http://salus.io/fhir/OperationDefinition/reindex";
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    requireRight(caller);
    if (call.method() == Method.GET) {
      return Uni.createFrom().item(OperationAnswer.of(state(caller, call.type())));
    }
    return call.level() == Level.INSTANCE ? one(caller, call) : many(caller, call);
  }

  private Uni<OperationAnswer> many(Caller caller, OperationCall call) {
    return Uni.createFrom()
        .item(
            () -> {
              String job = jobs.submit(caller, ReindexJob.KIND, Map.of("type", call.type()));
              return OperationAnswer.accepted(
                  call.baseUrl().replaceFirst("/fhir/?$", "") + "/jobs/" + job);
            })
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  private Uni<OperationAnswer> one(Caller caller, OperationCall call) {
    return store
        .read(caller, call.type(), call.id())
        .map(
            found ->
                found
                    .filter(version -> !version.deleted())
                    .orElseThrow(() -> new NotFound("There is no such resource.")))
        .flatMap(version -> rewrite(caller, version))
        .map(
            count -> {
              ObjectNode answer = Json.object().put("resourceType", "Parameters");
              answer
                  .putArray("parameter")
                  .addObject()
                  .put("name", "rewritten")
                  .put("valueInteger", count);
              return OperationAnswer.of(answer);
            });
  }

  private Uni<Integer> rewrite(Caller caller, StoredVersion version) {
    return hashes
        .of(caller.tenant())
        .flatMap(
            hash ->
                heavyWork.compute(
                    () -> ReindexJob.rewritten(TenantParams.of(caller.tenant()), hash, version)))
        .flatMap(resource -> rewrite.rewrite(caller, List.of(resource)));
  }

  private static ObjectNode state(Caller caller, String type) {
    ObjectNode answer = Json.object().put("resourceType", "Parameters");
    ArrayNode parameters = answer.putArray("parameter");
    for (OwnParameter own : TenantParams.of(caller.tenant()).own()) {
      if (type.isEmpty() || type.equals(own.definition().type())) {
        ArrayNode parts = parameters.addObject().put("name", "searchParameter").putArray("part");
        parts
            .addObject()
            .put("name", "definition")
            .putObject("valueReference")
            .put("reference", "SearchParameter/" + own.id() + "/_history/" + own.version());
        parts.addObject().put("name", "type").put("valueCode", own.definition().type());
        parts.addObject().put("name", "code").put("valueCode", own.definition().code());
        parts.addObject().put("name", "ready").put("valueBoolean", own.ready());
      }
    }
    return answer;
  }
}
