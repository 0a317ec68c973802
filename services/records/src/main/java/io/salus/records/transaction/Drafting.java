package io.salus.records.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.definition.R4;
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

/**
 * Checks everything about a write that can be known without the database.
 *
 * @param baseUrl of this server; references that start with it are local
 * @param fullUrl of the entry, or empty
 * @param place of the resource, or empty outside a Bundle
 */
record Drafting(Caller caller, TenantHash hash, String baseUrl, String fullUrl, String place) {
  /** What the scheduling service alone writes: its bookings are the truth, these the mirror. */
  private static final Set<String> SCHEDULED = Set.of("Schedule", "Slot", "Appointment");

  Draft create(String type, ObjectNode resource, String ifNoneExist) {
    allow(type, 'c');
    String at = check(type, resource);
    Condition condition =
        ifNoneExist.isEmpty()
            ? null
            : Conditions.parse(caller, hash, type, ifNoneExist, requestPlace("ifNoneExist"));
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

  Draft updateWhere(String type, String query, ObjectNode resource, int ifMatch) {
    allow(type, 'u');
    String at = check(type, resource);
    if (resource.has("id")) {
      throw new InvalidInput(
          "In a conditional update the resource must not name its id.", at + ".id");
    }
    Condition condition = Conditions.parse(caller, hash, type, query, requestPlace("url"));
    return new Draft(
        Change.Method.PUT,
        type,
        "",
        ifMatch,
        resource,
        condition,
        fullUrl,
        at,
        references(resource, at));
  }

  Draft delete(String type, String id, int ifMatch) {
    allow(type, 'd');
    requireId(id);
    return new Draft(
        Change.Method.DELETE, type, id, ifMatch, null, null, fullUrl, place, List.of());
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
                (type, query) -> Conditions.parse(caller, hash, type, query, site)));
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
