package io.salus.records.search;

import io.salus.records.definition.R4;
import io.salus.records.definition.SearchKind;
import io.salus.records.search.Criterion.InCompartment;
import io.salus.records.search.Criterion.OfPatient;
import io.salus.records.store.ResourceId;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Where an address says to look: in a type, a compartment, or everything. */
final class Scopes {
  private Scopes() {}

  /**
   * @param type a resource type, empty for all, {@code *} for all of a compartment
   * @param compartment {@code Type/id}, or empty
   */
  static Scope of(Caller caller, String type, String compartment, String query) {
    if (compartment.isEmpty()) {
      if (!type.isEmpty()) {
        requireType(type);
        caller.requireFhir(type, 's');
        return Scope.ofType(type);
      }
      return new Scope("", chosen(caller, query, R4.resourceTypes()), List.of(), true);
    }
    int slash = compartment.indexOf('/');
    ResourceId of =
        new ResourceId(compartment.substring(0, slash), compartment.substring(slash + 1));
    String path = compartment + "/" + type;
    List<String> within = typesOf(of.type());
    if (type.equals("*")) {
      List<String> types = chosen(caller, query, within);
      return new Scope(path, types, List.of(in(of, types)), true);
    }
    requireType(type);
    if (!within.contains(type)) {
      throw new NotFound("There is no such compartment, or the type is not part of it.");
    }
    caller.requireFhir(type, 's');
    return new Scope(path, List.of(type), List.of(in(of, List.of(type))), false);
  }

  private static void requireType(String type) {
    if (!R4.isResourceType(type)) {
      throw new NotFound("There is no resource type of this name.");
    }
  }

  /** Those of {@code _type}, or all that the caller may search. */
  private static List<String> chosen(Caller caller, String query, Collection<String> possible) {
    for (QueryString.Parameter parameter : QueryString.parse(query)) {
      if (parameter.name().equals("_type")) {
        List<String> types = List.of(parameter.value().split(","));
        for (String type : types) {
          if (!possible.contains(type)) {
            throw new InvalidInput(
                "_type names no resource type that can be searched here.", "_type");
          }
          caller.requireFhir(type, 's');
        }
        return types.stream().distinct().toList();
      }
    }
    List<String> allowed =
        possible.stream().filter(type -> caller.hasFhir(type, 's')).sorted().toList();
    if (allowed.isEmpty()) {
      throw new Forbidden("No resource type may be searched with this token.");
    }
    return allowed;
  }

  private static List<String> typesOf(String compartment) {
    return R4.resourceTypes().stream()
        .filter(
            type ->
                !R4.compartment(compartment, type).isEmpty()
                    || (compartment.equals("Patient") && type.equals("Patient")))
        .sorted()
        .toList();
  }

  private static Criterion in(ResourceId of, List<String> types) {
    if (of.type().equals("Patient")) {
      return new OfPatient(of.id());
    }
    List<Field> references = new ArrayList<>();
    for (String type : types) {
      for (String code : R4.compartment(of.type(), type)) {
        references.add(new Field(List.of(type), code, SearchKind.REFERENCE));
      }
    }
    return new InCompartment(references, of);
  }
}
