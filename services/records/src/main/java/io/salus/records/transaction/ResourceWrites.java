package io.salus.records.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.patch.ResourcePatch;
import io.salus.records.store.HeavyWork;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.records.store.TenantHash;
import io.salus.records.store.TenantHashes;
import io.salus.service.errors.AppException.Conflict;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Create, update, patch and delete of one resource, by its id or by a condition. */
@ApplicationScoped
public class ResourceWrites {
  /** What a write answers: the resource as it is now, and whether this call made it. */
  public record Result(boolean created, StoredVersion version) {}

  private final TenantHashes hashes;
  private final ResourceStore store;
  private final Writer writer;
  private final HeavyWork heavyWork;

  ResourceWrites(TenantHashes hashes, ResourceStore store, Writer writer, HeavyWork heavyWork) {
    this.hashes = hashes;
    this.store = store;
    this.writer = writer;
    this.heavyWork = heavyWork;
  }

  /** Whether resources of the type are written by the scheduling service alone. */
  public static boolean isScheduled(String type) {
    return Drafting.SCHEDULED.contains(type);
  }

  /**
   * @param ifNoneExist search that must match nothing for the resource to be made; empty for none
   */
  public Uni<Result> create(Caller caller, String type, byte[] json, String ifNoneExist) {
    return write(
        caller, json, (drafting, resource) -> drafting.create(type, resource, ifNoneExist));
  }

  /**
   * @param ifMatch the present version, or 0 for whatever it is
   */
  public Uni<Result> update(Caller caller, String type, String id, byte[] json, int ifMatch) {
    return write(
        caller, json, (drafting, resource) -> drafting.update(type, id, resource, ifMatch));
  }

  /** An update that makes the resource, and fails when it is there. */
  public Uni<Result> createAs(Caller caller, String type, String id, byte[] json) {
    return write(
        caller, json, (drafting, resource) -> drafting.update(type, id, resource, 0).onlyNew());
  }

  /**
   * Updates the one resource that a search finds, or makes it.
   *
   * @param query of the search, percent-encoded
   */
  public Uni<Result> updateWhere(
      Caller caller, String type, String query, byte[] json, int ifMatch) {
    return write(
        caller, json, (drafting, resource) -> drafting.updateWhere(type, query, resource, ifMatch));
  }

  /** Changes a resource as a JSON Patch or a FHIRPath Patch says. */
  public Uni<Result> patch(Caller caller, String type, String id, byte[] patch, int ifMatch) {
    return change(
        caller, drafting -> drafting.patch(type, id, ResourcePatch.parse(patch, ""), ifMatch));
  }

  /** The same for the one resource that a search finds. */
  public Uni<Result> patchWhere(
      Caller caller, String type, String query, byte[] patch, int ifMatch) {
    return change(
        caller,
        drafting -> drafting.patchWhere(type, query, ResourcePatch.parse(patch, ""), ifMatch));
  }

  /** The version that marks the delete; 0 when there was nothing to delete. */
  public Uni<Integer> delete(Caller caller, String type, String id, int ifMatch) {
    return end(caller, drafting -> drafting.delete(type, id, ifMatch));
  }

  /** The same for the one resource that a search finds. */
  public Uni<Integer> deleteWhere(Caller caller, String type, String query, int ifMatch) {
    return end(caller, drafting -> drafting.deleteWhere(type, query, ifMatch));
  }

  private Uni<Integer> end(Caller caller, Function<Drafting, Draft> draft) {
    return hashes
        .of(caller.tenant())
        .flatMap(hash -> one(caller, hash, draft))
        .map(
            outcome ->
                outcome instanceof WriteOutcome.Deleted(StoredVersion version) && version != null
                    ? version.version()
                    : 0);
  }

  private Uni<Result> write(
      Caller caller, byte[] json, BiFunction<Drafting, ObjectNode, Draft> draft) {
    return change(caller, drafting -> draft.apply(drafting, Json.parse(json)));
  }

  private Uni<Result> change(Caller caller, Function<Drafting, Draft> draft) {
    return hashes
        .of(caller.tenant())
        .flatMap(hash -> one(caller, hash, draft))
        .flatMap(outcome -> result(caller, outcome));
  }

  private Uni<WriteOutcome> one(
      Caller caller, TenantHash hash, Function<Drafting, Draft> makeDraft) {
    return heavyWork
        .compute(() -> makeDraft.apply(new Drafting(caller, hash, "", "", "")))
        .flatMap(
            draft ->
                writer
                    .write(new Writer.Task(caller, hash, Map.of(), true), List.of(draft))
                    .map(outcomes -> java.util.Objects.requireNonNull(outcomes.get(draft))));
  }

  private Uni<Result> result(Caller caller, WriteOutcome outcome) {
    return switch (outcome) {
      case WriteOutcome.Stored(boolean created, StoredVersion version) ->
          Uni.createFrom().item(new Result(created, version));
      case WriteOutcome.Existing(var id) -> {
        caller.requireFhir(id.type(), 'r'); // the answer shows what somebody else wrote
        yield store
            .read(caller, id.type(), id.id())
            .map(
                found ->
                    new Result(
                        false,
                        found
                            .filter(version -> !version.deleted())
                            .orElseThrow(
                                () -> new Conflict("The resource was deleted meanwhile."))));
      }
      case WriteOutcome.Deleted deleted ->
          throw new IllegalStateException("a write answered as a delete");
      case WriteOutcome.Failed(var error, boolean unresolved) -> throw error;
    };
  }
}
