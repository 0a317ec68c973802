package io.salus.records.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.definition.R4;
import io.salus.records.patch.ResourcePatch;
import io.salus.records.search.Conditions;
import io.salus.records.store.Change;
import io.salus.records.store.Condition;
import io.salus.records.store.ResourceId;
import io.salus.records.store.TenantHash;
import io.salus.records.validation.Issue;
import io.salus.records.validation.Validator;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.security.Caller;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks everything about a write that can be known without the database.
 *
 * @param baseUrl of this server; references that start with it are local
 * @param fullUrl of the entry, or empty
 * @param place of the resource, or empty outside a Bundle
 */
record Drafting(Caller caller, TenantHash hash, String baseUrl, String fullUrl, String place) {
  /** What the scheduling service alone writes: its bookings are the truth, these the mirror. */
  static final Set<String> SCHEDULED = Set.of("Schedule", "Slot", "Appointment");

  Draft create(String type, ObjectNode resource, String ifNoneExist) {
    allow(type, 'c');
    String at = check(type, resource);
    String query = query(type, ifNoneExist);
    Condition condition =
        query.isEmpty()
            ? null
            : Conditions.parse(caller, hash, type, query, baseUrl, requestPlace("ifNoneExist"));
    return new Draft(
        Change.Method.POST,
        type,
        "",
        0,
        resource,
        condition,
        fullUrl,
        at,
        references(resource, at));
  }

  Draft update(String type, String id, ObjectNode resource, int ifMatch) {
    allow(type, 'u');
    requireId(id);
    String at = check(type, resource);
    if (!id.equals(resource.path("id").textValue())) {
      throw new InvalidInput("The id of the resource must be the id of the URL.", at + ".id");
    }
    return new Draft(
        Change.Method.PUT,
        type,
        id,
        ifMatch,
        resource,
        null,
        fullUrl,
        at,
        references(resource, at));
  }

  /** A conditional update; the resource may name its id. */
  Draft updateWhere(String type, String query, ObjectNode resource, int ifMatch) {
    allow(type, 'u');
    String at = check(type, resource);
    String id = resource.path("id").asText();
    if (!id.isEmpty() && !ResourceId.isId(id)) {
      throw new InvalidInput("The id is not a FHIR id.", at + ".id");
    }
    return new Draft(
        Change.Method.PUT,
        type,
        id,
        ifMatch,
        resource,
        condition(type, query),
        fullUrl,
        at,
        references(resource, at));
  }

  Draft patch(String type, String id, ResourcePatch patch, int ifMatch) {
    allow(type, 'u');
    requireId(id);
    return patched(type, id, null, patch, ifMatch);
  }

  /** A conditional patch. */
  Draft patchWhere(String type, String query, ResourcePatch patch, int ifMatch) {
    allow(type, 'u');
    return patched(type, "", condition(type, query), patch, ifMatch);
  }

  private Draft patched(
      String type, String id, @Nullable Condition condition, ResourcePatch patch, int ifMatch) {
    return new Draft(
            Change.Method.PATCH,
            type,
            id,
            ifMatch,
            null,
            condition,
            fullUrl,
            place.isEmpty() ? type : place,
            List.of())
        .patching(patch, this);
  }

  Draft delete(String type, String id, int ifMatch) {
    allow(type, 'd');
    requireId(id);
    return new Draft(
        Change.Method.DELETE, type, id, ifMatch, null, null, fullUrl, place, List.of());
  }

  /** A conditional delete. */
  Draft deleteWhere(String type, String query, int ifMatch) {
    allow(type, 'd');
    return new Draft(
        Change.Method.DELETE,
        type,
        "",
        ifMatch,
        null,
        condition(type, query),
        fullUrl,
        place.isEmpty() ? type : place,
        List.of());
  }

  /** References of a resource that a patch has made, once it is valid and still the same one. */
  List<ReferenceSite> checkPatched(Draft draft, ObjectNode patched) {
    String at = draft.place();
    if (!draft.target().id().equals(patched.path("id").asText())) {
      throw new Unprocessable("A patch cannot change the id.", at + ".id");
    }
    return references(patched, check(draft.type(), patched));
  }

  /** The parameters alone: HAPI's client, for one, sends the whole url of the search. */
  private static String query(String type, String ifNoneExist) {
    int question = ifNoneExist.indexOf('?');
    String before = ifNoneExist.substring(0, Math.max(question, 0));
    boolean url = before.isEmpty() || before.equals(type) || before.endsWith("/" + type);
    return url ? ifNoneExist.substring(question + 1) : ifNoneExist;
  }

  private Condition condition(String type, String query) {
    return Conditions.parse(caller, hash, type, query, baseUrl, requestPlace("url"));
  }

  private void requireId(String id) {
    if (!ResourceId.isId(id)) {
      throw new InvalidInput("The id is not a FHIR id.", requestPlace("url"));
    }
  }

  private List<ReferenceSite> references(ObjectNode resource, String at) {
    return ReferenceSite.in(
        resource,
        at,
        (text, site) ->
            ReferenceForm.of(
                text,
                baseUrl,
                site,
                (type, query) -> Conditions.parse(caller, hash, type, query, baseUrl, site)));
  }

  private void allow(String type, char interaction) {
    if (!R4.isResourceType(type)) {
      throw new NotFound("There is no resource type of this name.");
    }
    caller.requireFhir(type, interaction);
    if (SCHEDULED.contains(type) && !caller.isService("scheduling")) {
      throw new Unprocessable(
          "Schedule, Slot and Appointment are written through /scheduling.",
          place.isEmpty() ? type : place);
    }
  }

  /** The place of the resource, once it is valid. */
  private String check(String type, ObjectNode resource) {
    String at = place.isEmpty() ? type : place;
    if (!type.equals(resource.path("resourceType").textValue())) {
      throw new InvalidInput("resourceType must be the type of the URL.", at + ".resourceType");
    }
    List<Issue> issues = Validator.validate(resource, at);
    if (!issues.isEmpty()) {
      Issue first = issues.getFirst();
      String more = issues.size() == 1 ? "" : " (" + (issues.size() - 1) + " more issues)";
      throw new InvalidInput(first.detail() + more, first.expression());
    }
    return at;
  }

  private String requestPlace(String element) {
    return place.isEmpty() ? element : place.replaceFirst("\\.resource$", ".request." + element);
  }
}
