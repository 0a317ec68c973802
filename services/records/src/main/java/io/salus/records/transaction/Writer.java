package io.salus.records.transaction;

import io.salus.records.store.ApplyResult;
import io.salus.records.store.ApplyResult.Reason;
import io.salus.records.store.ApplyResult.Refusal;
import io.salus.records.store.ApplyResult.Written;
import io.salus.records.store.Change;
import io.salus.records.store.Condition;
import io.salus.records.store.HeavyWork;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.records.store.TenantHash;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Conflict;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.PreconditionFailed;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes drafts: resolve conditions, assemble, apply in one call. When a condition has become stale
 * in between, all of it again.
 */
@ApplicationScoped
class Writer {
  /** Each time somebody else must have written in the meantime, so few are enough. */
  private static final int TRIES = 10;

  private final ResourceStore store;
  private final ConditionResolver resolver;
  private final HeavyWork heavyWork;
  private final WriteRules rules;

  Writer(ResourceStore store, ConditionResolver resolver, HeavyWork heavyWork, WriteRules rules) {
    this.store = store;
    this.resolver = resolver;
    this.heavyWork = heavyWork;
    this.rules = rules;
  }

  /**
   * @param entries all drafts of the Bundle by fullUrl, for references between them
   * @param atomic whether the first failure is thrown and nothing is written; otherwise the others
   *     are
   */
  record Task(Caller caller, TenantHash hash, Map<String, Draft> entries, boolean atomic) {}

  /** An outcome for each draft. */
  Uni<Map<Draft, WriteOutcome>> write(Task task, List<Draft> drafts) {
    return attempt(task, drafts, new LinkedHashMap<>(), TRIES, false);
  }

  private Uni<Map<Draft, WriteOutcome>> attempt(
      Task task, List<Draft> drafts, Map<Draft, WriteOutcome> done, int tries, boolean fresh) {
    Set<Condition> creating = new HashSet<>();
    Set<Condition> referring = new HashSet<>();
    for (Draft draft : drafts) {
      Condition own = draft.condition();
      if (own != null) {
        creating.add(own);
      }
      for (ReferenceSite site : draft.references()) {
        if (site.form() instanceof ReferenceForm.Conditional(Condition condition)) {
          referring.add(condition);
        }
      }
    }
    return resolver
        .resolve(task.caller, creating, referring, fresh)
        .flatMap(
            matches ->
                bases(task.caller, drafts, matches)
                    .flatMap(
                        bases ->
                            heavyWork.compute(
                                () -> Assembly.of(task, drafts, matches, bases, rules))))
        .flatMap(assembly -> apply(task, drafts, done, tries, assembly));
  }

  /** The present versions of what is to be patched. */
  private Uni<Map<Draft, StoredVersion>> bases(
      Caller caller, List<Draft> drafts, Map<Condition, List<String>> matches) {
    Uni<Map<Draft, StoredVersion>> all = Uni.createFrom().item(HashMap::new);
    for (Draft draft : drafts) {
      if (draft.patching() == null) {
        continue;
      }
      Condition condition = draft.condition();
      String id =
          condition == null
              ? draft.clientId()
              : matches.getOrDefault(condition, List.of()).stream().findFirst().orElse("");
      all =
          all.flatMap(
              bases ->
                  store
                      .read(caller, draft.type(), id)
                      .map(
                          found -> {
                            found.ifPresent(version -> bases.put(draft, version));
                            return bases;
                          }));
    }
    return all;
  }

  private Uni<Map<Draft, WriteOutcome>> apply(
      Task task, List<Draft> drafts, Map<Draft, WriteOutcome> done, int tries, Assembly assembly) {
    assembly.failures().forEach((draft, failed) -> fail(task, done, draft, failed));
    for (Draft draft : drafts) {
      if (draft.exists() && !done.containsKey(draft)) {
        done.put(draft, new WriteOutcome.Existing(draft.target()));
      }
      if (draft.absent() && !done.containsKey(draft)) {
        done.put(draft, new WriteOutcome.Deleted(null));
      }
    }
    if (assembly.changes().isEmpty()) {
      return Uni.createFrom().item(done);
    }
    return store
        .apply(task.caller, assembly.changeSet())
        .flatMap(
            result ->
                switch (result) {
                  case ApplyResult.Applied(List<Written> written) -> {
                    for (int i = 0; i < written.size(); i++) {
                      Draft draft = assembly.written().get(i);
                      done.put(draft, outcome(assembly.changes().get(i), written.get(i)));
                    }
                    yield Uni.createFrom().item(done);
                  }
                  case ApplyResult.Refused(List<Refusal> refusals) ->
                      again(task, drafts, done, tries, assembly, refusals);
                });
  }

  private Uni<Map<Draft, WriteOutcome>> again(
      Task task,
      List<Draft> drafts,
      Map<Draft, WriteOutcome> done,
      int tries,
      Assembly assembly,
      List<Refusal> refusals) {
    if (tries == 0) {
      throw new Conflict("Others write the same resources now; try again.");
    }
    List<Draft> rest = new ArrayList<>(drafts);
    boolean stale = false;
    for (Refusal refusal : refusals) {
      if (refusal.reason() == Reason.STALE_CONDITION || isStalePatch(assembly, refusal)) {
        stale = true;
      } else {
        for (Draft draft : refused(assembly, refusal)) {
          fail(task, done, draft, new Assembly.Failed(error(assembly, draft, refusal), false));
        }
      }
    }
    rest.removeIf(draft -> done.get(draft) instanceof WriteOutcome.Failed);
    if (stale) {
      rest.forEach(done::remove);
    }
    return attempt(task, rest, done, tries - 1, stale);
  }

  /** Somebody wrote what a patch of no particular version was made from. */
  private static boolean isStalePatch(Assembly assembly, Refusal refusal) {
    if (refusal.reason() != Reason.CONFLICT) {
      return false;
    }
    Draft draft = assembly.written().get(refusal.index());
    return draft.patching() != null && draft.ifMatch() == 0;
  }

  /** Why the present version of a draft's resource stands against it. */
  static AppException conflict(Draft draft) {
    if (draft.mustBeNew()) {
      return new PreconditionFailed("The resource exists already.", draft.place());
    }
    if (draft.expectedVersion() == Change.ABSENT) {
      return new Conflict(
          "A resource of this id exists, and the condition does not match it.",
          draft.place() + ".id");
    }
    String detail = "The version of If-Match is not the present version.";
    return draft.place().startsWith("Bundle.")
        ? new PreconditionFailed(detail, draft.place())
        : new Conflict(detail, draft.place());
  }

  private static List<Draft> refused(Assembly assembly, Refusal refusal) {
    return refusal.reason() == Reason.MISSING_REFERENCE
        ? assembly.neededBy(refusal.index())
        : List.of(assembly.written().get(refusal.index()));
  }

  private static AppException error(Assembly assembly, Draft draft, Refusal refusal) {
    return switch (refusal.reason()) {
      case CONFLICT -> conflict(draft);
      case FORBIDDEN ->
          new Forbidden("The resource is not in the compartment of the token's patient.");
      case MISSING_REFERENCE -> Assembly.missing(assembly.neededAt(refusal.index()));
      case STALE_CONDITION -> throw new IllegalStateException("a stale condition is tried again");
    };
  }

  private static void fail(
      Task task, Map<Draft, WriteOutcome> done, Draft draft, Assembly.Failed failed) {
    if (task.atomic) {
      throw failed.error();
    }
    done.put(draft, new WriteOutcome.Failed(failed.error(), failed.unresolved()));
  }

  private static WriteOutcome outcome(Change change, Written written) {
    StoredVersion version =
        new StoredVersion(
            change.type(),
            change.id(),
            written.version(),
            written.lastUpdated(),
            change.method().name(),
            change.body());
    return switch (written.effect()) {
      case CREATED -> new WriteOutcome.Stored(true, version);
      case UPDATED -> new WriteOutcome.Stored(false, version);
      case DELETED -> new WriteOutcome.Deleted(version);
      case ABSENT -> new WriteOutcome.Deleted(null);
    };
  }
}
