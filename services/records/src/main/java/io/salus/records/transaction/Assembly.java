package io.salus.records.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.index.TenantParams;
import io.salus.records.store.Body;
import io.salus.records.store.Change;
import io.salus.records.store.ChangeSet;
import io.salus.records.store.Condition;
import io.salus.records.store.Expectation;
import io.salus.records.store.IndexRows;
import io.salus.records.store.ResourceId;
import io.salus.records.store.TenantHash;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Forbidden;
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
      Caller caller,
      TenantHash hash,
      Map<Condition, List<String>> matches,
      Map<String, Draft> entries,
      WriteRules rules) {
    this.caller = caller;
    this.hash = hash;
    this.matches = matches;
    this.entries = entries;
    this.rules = rules;
  }

  /**
   * @param matches of every condition of the drafts
   * @param entries all drafts of the Bundle by fullUrl
   */
  static Assembly of(
      Caller caller,
      TenantHash hash,
      List<Draft> drafts,
      Map<Condition, List<String>> matches,
      Map<String, Draft> entries,
      WriteRules rules) {
    Assembly assembly = new Assembly(caller, hash, matches, entries, rules);
    drafts.forEach(assembly::settle);
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
    if (ids.size() > 1) {
      fail(
          draft,
          new PreconditionFailed("The condition matches several resources.", draft.place()),
          false);
      return;
    }
    String id = ids.isEmpty() ? "" : ids.getFirst();
    draft.found(id);
    expected.put(condition, new Expectation(condition, id, true));
  }

  private void add(Draft draft) {
    if (failures.containsKey(draft) || draft.exists()) {
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
    ObjectNode resource = draft.resource();
    if (resource == null) {
      return Change.delete(target.type(), target.id(), draft.ifMatch());
    }
    for (ReferenceSite site : draft.references()) {
      resolve(draft, site);
    }
    resource.put("id", target.id());
    rules.apply(caller, hash, target.type(), resource, draft.place());
    IndexRows rows = Indexed.rows(TenantParams.of(caller.tenant()), hash, target.type(), resource);
    String patient = caller.patient();
    if (patient != null && !rows.isOf(patient)) {
      throw new Forbidden("The resource is not in the compartment of the token's patient.");
    }
    Body body = Body.of(resource);
    return new Change(draft.method(), target.type(), target.id(), draft.ifMatch(), body, rows);
  }

  private void resolve(Draft draft, ReferenceSite site) {
    switch (site.form()) {
      case ReferenceForm.Elsewhere elsewhere -> {}
      case ReferenceForm.Local local -> {
        site.set(local.text());
        need(draft, site, local.target());
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
        List<String> ids = matches.getOrDefault(condition, List.of());
        if (ids.size() != 1) {
          throw new UnresolvedReference(site.place(), ids.isEmpty());
        }
        site.set(condition.type() + "/" + ids.getFirst());
        expected.putIfAbsent(condition, new Expectation(condition, ids.getFirst(), false));
      }
    }
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
