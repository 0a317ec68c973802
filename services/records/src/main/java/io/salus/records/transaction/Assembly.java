package io.salus.records.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.index.IndexEntries;
import io.salus.records.index.Indexer;
import io.salus.records.index.TenantParams;
import io.salus.records.store.Body;
import io.salus.records.store.Change;
import io.salus.records.store.ChangeSet;
import io.salus.records.store.Condition;
import io.salus.records.store.Expectation;
import io.salus.records.store.IndexRows;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceId;
import io.salus.records.store.StoredVersion;
import io.salus.records.store.TenantHash;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.Gone;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.PreconditionFailed;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.security.Caller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Drafts whose conditions are resolved, made into what the store takes. Can be made again from the
 * same drafts when a condition turned out to be stale.
 */
final class Assembly {
  private final Caller caller;
  private final TenantHash hash;
  private final Map<Condition, List<String>> matches;
  private final Map<String, Draft> entries;
  private final WriteRules rules;
  private final List<Draft> drafts;
  private final boolean transaction;
  private final Map<Draft, StoredVersion> bases;
  private final Map<Draft, IndexEntries> drafted = new HashMap<>();
  private final List<Draft> written = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private final Map<Draft, Failed> failures = new LinkedHashMap<>();
  private final Map<Condition, Expectation> expected = new LinkedHashMap<>();
  private final Map<ResourceId, List<Draft>> needed = new LinkedHashMap<>();
  private final Map<ResourceId, String> neededAt = new HashMap<>();

  /**
   * @param unresolved whether it failed for a reference that a later write can make good
   */
  record Failed(AppException error, boolean unresolved) {}

  private Assembly(
      Writer.Task task,
      List<Draft> drafts,
      Map<Condition, List<String>> matches,
      Map<Draft, StoredVersion> bases,
      WriteRules rules) {
    this.caller = task.caller();
    this.hash = task.hash();
    this.entries = task.entries();
    this.drafts = drafts;
    this.transaction = task.atomic() && drafts.size() > 1;
    this.matches = matches;
    this.bases = bases;
    this.rules = rules;
  }

  /**
   * @param matches of every condition of the drafts
   * @param bases what patches are to change, for the drafts that have something there
   */
  static Assembly of(
      Writer.Task task,
      List<Draft> drafts,
      Map<Condition, List<String>> matches,
      Map<Draft, StoredVersion> bases,
      WriteRules rules) {
    Assembly assembly = new Assembly(task, drafts, matches, bases, rules);
    drafts.forEach(assembly::settle);
    assembly.refuseTwice();
    drafts.forEach(assembly::add);
    assembly.dropWhatIsWritten();
    return assembly;
  }

  List<Draft> written() {
    return written;
  }

  List<Change> changes() {
    return changes;
  }

  Map<Draft, Failed> failures() {
    return failures;
  }

  ChangeSet changeSet() {
    return new ChangeSet(changes, List.copyOf(expected.values()), List.copyOf(needed.keySet()));
  }

  /** The drafts that need the reference at a position of the change set. */
  List<Draft> neededBy(int reference) {
    return List.copyOf(needed.values()).get(reference);
  }

  /** The first place of the reference at a position of the change set. */
  String neededAt(int reference) {
    return String.valueOf(neededAt.get(List.copyOf(needed.keySet()).get(reference)));
  }

  /** Finds out what the draft's own condition matches, before others refer to it. */
  private void settle(Draft draft) {
    Condition condition = draft.condition();
    if (condition == null) {
      return;
    }
    List<String> ids = matches.getOrDefault(condition, List.of());
    String id = ids.isEmpty() ? "" : ids.getFirst();
    AppException problem = null;
    if (ids.size() > 1) {
      problem = new PreconditionFailed("The condition matches several resources.", draft.place());
    } else if (!id.isEmpty() && !draft.clientId().isEmpty() && !draft.clientId().equals(id)) {
      problem =
          new InvalidInput(
              "The condition matches another resource than the id names.", draft.place() + ".id");
    } else if (!id.isEmpty() && draft.mustBeNew()) {
      problem = new PreconditionFailed("The resource exists already.", draft.place());
    }
    if (problem != null) {
      fail(draft, problem, false);
      return;
    }
    draft.found(id);
    expected.put(condition, new Expectation(condition, id, true));
  }

  /** Two conditions, or a condition and an id, can turn out to mean the same resource. */
  private void refuseTwice() {
    Set<ResourceId> seen = new HashSet<>();
    for (Draft draft : drafts) {
      boolean writes = !draft.exists() && !draft.absent() && !failures.containsKey(draft);
      if (writes && !seen.add(draft.target())) {
        fail(
            draft,
            new InvalidInput("Another entry writes the same resource.", draft.place()),
            false);
      }
    }
  }

  private void add(Draft draft) {
    if (failures.containsKey(draft) || draft.exists() || draft.absent()) {
      return;
    }
    try {
      Change change = change(draft);
      written.add(draft);
      changes.add(change);
    } catch (UnresolvedReference e) {
      fail(draft, e.error(), true);
    } catch (AppException e) {
      fail(draft, e, false);
    }
  }

  private Change change(Draft draft) {
    ResourceId target = draft.target();
    Draft.Patching patching = draft.patching();
    if (patching != null) {
      StoredVersion base = base(draft);
      ObjectNode patched = patching.patch().apply(Json.parse(base.json()));
      List<ReferenceSite> references = patching.drafting().checkPatched(draft, patched);
      return change(draft, target, patched, references, base.version());
    }
    ObjectNode resource = draft.resource();
    return resource == null
        ? Change.delete(target.type(), target.id(), draft.ifMatch())
        : change(draft, target, resource, draft.references(), draft.expectedVersion());
  }

  /** What a patch is to change. */
  private StoredVersion base(Draft draft) {
    StoredVersion base = bases.get(draft);
    if (base == null) {
      throw new NotFound("There is no resource to be patched.");
    }
    if (base.deleted()) {
      throw new Gone("The resource was deleted.");
    }
    if (draft.ifMatch() > 0 && draft.ifMatch() != base.version()) {
      throw Writer.conflict(draft);
    }
    return base;
  }

  private Change change(
      Draft draft,
      ResourceId target,
      ObjectNode resource,
      List<ReferenceSite> references,
      int expectedVersion) {
    for (ReferenceSite site : references) {
      resolve(draft, site);
    }
    resource.put("id", target.id());
    rules.apply(caller, hash, target.type(), resource, draft.place());
    IndexRows rows = rows(target.type(), resource);
    String patient = caller.patient();
    if (patient != null && !rows.isOf(patient)) {
      throw new Forbidden("The resource is not in the compartment of the token's patient.");
    }
    Body body = Body.of(resource);
    return new Change(draft.method(), target.type(), target.id(), expectedVersion, body, rows);
  }

  private IndexRows rows(String type, ObjectNode resource) {
    return Indexed.rows(TenantParams.of(caller.tenant()), hash, type, resource);
  }

  private void resolve(Draft draft, ReferenceSite site) {
    switch (site.form()) {
      case ReferenceForm.Elsewhere elsewhere -> {}
      case ReferenceForm.Local local -> {
        Draft other = entries.get(draft.besides(local.target()));
        ResourceId target = other == null ? local.target() : other.target();
        site.set(target + local.version());
        need(draft, site, target);
      }
      case ReferenceForm.Entry entry -> {
        Draft other = entries.get(entry.fullUrl());
        if (other != null) {
          site.set(other.target().toString());
          need(draft, site, other.target());
        } else if (entry.fullUrl().startsWith("urn:")) {
          throw new Unprocessable("The reference is to no entry of the Bundle.", site.place());
        }
      }
      case ReferenceForm.Conditional conditional -> {
        Condition condition = conditional.condition();
        List<String> before = matches.getOrDefault(condition, List.of());
        List<ResourceId> after = meant(condition, before);
        if (after.size() != 1) {
          throw new UnresolvedReference(site.place(), after.isEmpty());
        }
        site.set(after.getFirst().toString());
        expected.putIfAbsent(
            condition,
            new Expectation(condition, before.isEmpty() ? "" : before.getFirst(), false));
      }
    }
  }

  /**
   * What a condition matches once all is written: what it matched before, less what is written now,
   * and what is written now and matches.
   */
  private List<ResourceId> meant(Condition condition, List<String> before) {
    List<ResourceId> meant = new ArrayList<>();
    before.forEach(id -> meant.add(new ResourceId(condition.type(), id)));
    if (!transaction || before.size() > 1) {
      return meant;
    }
    for (Draft draft : drafts) {
      if (!draft.type().equals(condition.type()) || draft.exists() || failures.containsKey(draft)) {
        continue;
      }
      meant.remove(draft.target());
      ObjectNode resource = draft.resource();
      if (resource != null
          && condition.matches(
              drafted.computeIfAbsent(
                  draft, d -> Indexer.index(resource, TenantParams.of(caller.tenant()))))) {
        meant.add(draft.target());
      }
    }
    return meant;
  }

  private void need(Draft draft, ReferenceSite site, ResourceId target) {
    needed.computeIfAbsent(target, t -> new ArrayList<>()).add(draft);
    neededAt.putIfAbsent(target, site.place());
  }

  /** What the same change set writes need not be there before. */
  private void dropWhatIsWritten() {
    Set<ResourceId> made = new HashSet<>();
    for (Change change : changes) {
      ResourceId id = new ResourceId(change.type(), change.id());
      if (change.method() != Change.Method.DELETE) {
        made.add(id);
      } else if (needed.containsKey(id)) {
        for (Draft draft : needed.getOrDefault(id, List.of())) {
          fail(draft, missing(neededAt.get(id)), false);
        }
      }
    }
    needed.keySet().removeAll(made);
    needed.values().removeIf(drafts -> failures.keySet().containsAll(drafts));
    for (int i = changes.size() - 1; i >= 0; i--) {
      if (failures.containsKey(written.get(i))) {
        written.remove(i);
        changes.remove(i);
      }
    }
  }

  static AppException missing(@Nullable String place) {
    return new Unprocessable("The reference is to a resource that does not exist.", place);
  }

  private void fail(Draft draft, AppException error, boolean unresolved) {
    failures.putIfAbsent(draft, new Failed(error, unresolved));
  }

  /** A condition of a reference that does not match exactly one resource. */
  private static final class UnresolvedReference extends RuntimeException {
    private final transient AppException error;

    UnresolvedReference(String place, boolean none) {
      super("unresolved reference");
      this.error =
          none
              ? new Unprocessable("The condition of the reference matches no resource.", place)
              : new PreconditionFailed(
                  "The condition of the reference matches several resources.", place);
    }

    AppException error() {
      return error;
    }
  }
}
