package io.salus.records.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.definition.R4;
import io.salus.records.definition.SearchKind;
import io.salus.records.index.SearchParam;
import io.salus.records.index.TenantParams;
import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.Operations;
import io.salus.records.store.Json;
import io.salus.records.transaction.ResourceWrites;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes a CapabilityStatement: what this server really does, from the tables that it works by. */
final class CapabilityWriter {
  private static final List<String> READING =
      List.of("read", "vread", "history-instance", "history-type", "search-type");
  private static final List<String> WRITING = List.of("create", "update", "patch", "delete");
  private static final List<String> OF_THE_SYSTEM =
      List.of("transaction", "batch", "history-system", "search-system");

  private final Operations operations;
  private final TenantParams params;

  /**
   * @param params of the tenant that is told
   */
  CapabilityWriter(Operations operations, TenantParams params) {
    this.operations = operations;
    this.params = params;
  }

  /**
   * @param date since when the server can do this
   */
  ObjectNode statement(String date, String baseUrl) {
    ObjectNode statement =
        Json.object()
            .put("resourceType", "CapabilityStatement")
            .put("status", "active")
            .put("date", date)
            .put("kind", "instance");
    statement.putObject("software").put("name", "Salus");
    statement.putObject("implementation").put("description", "Salus records").put("url", baseUrl);
    statement.put("fhirVersion", "4.0.1");
    statement.putArray("format").add("application/fhir+json").add("json");
    statement
        .putArray("patchFormat")
        .add("application/json-patch+json")
        .add("application/fhir+json");
    ObjectNode rest = statement.putArray("rest").addObject().put("mode", "server");
    ArrayNode types = rest.putArray("resource");
    Map<String, List<String>> backwards = revIncludes();
    R4.resourceTypes().stream()
        .sorted()
        .forEach(
            type -> resource(types.addObject(), type, backwards.getOrDefault(type, List.of())));
    codes(rest, OF_THE_SYSTEM);
    operations(rest, operations.at(Level.SYSTEM, ""), "");
    rest.withArray("/operation")
        .addObject()
        .put("name", "events")
        .put("definition", "http://salus.io/fhir/OperationDefinition/events")
        .put("documentation", "Answers a stream of server-sent events (text/event-stream).");
    return statement;
  }

  private void resource(ObjectNode resource, String type, List<String> backwards) {
    boolean written = !ResourceWrites.isScheduled(type);
    resource.put("type", type);
    codes(resource, READING);
    if (written) {
      codes(resource, WRITING);
    } else if (type.equals("Appointment")) {
      codes(resource, List.of("create")); // the gateway books it
    }
    resource
        .put("versioning", "versioned-update")
        .put("readHistory", true)
        .put("updateCreate", written)
        .put("conditionalCreate", written)
        .put("conditionalRead", "full-support")
        .put("conditionalUpdate", written)
        .put("conditionalDelete", written ? "single" : "not-supported");
    resource.putArray("referencePolicy").add("literal").add("logical").add("enforced");
    List<SearchParam> searchable = params.all(type);
    ArrayNode includes = Json.object().putArray("searchInclude");
    for (SearchParam param : searchable) {
      if (param.kind() == SearchKind.REFERENCE) {
        includes.add(type + ":" + param.code());
      }
    }
    if (!includes.isEmpty()) {
      resource.set("searchInclude", includes);
    }
    if (!backwards.isEmpty()) {
      ArrayNode revIncludes = resource.putArray("searchRevInclude");
      backwards.forEach(revIncludes::add);
    }
    ArrayNode params = resource.putArray("searchParam");
    for (SearchParam param : searchable) {
      params
          .addObject()
          .put("name", param.code())
          .put("type", param.kind().name().toLowerCase(Locale.ROOT));
    }
    Set<Operation> offered = new LinkedHashSet<>(operations.at(Level.TYPE, type));
    offered.addAll(operations.at(Level.INSTANCE, type));
    operations(resource, offered, type);
  }

  /** For each type what refers to it. */
  private Map<String, List<String>> revIncludes() {
    Map<String, List<String>> revIncludes = new HashMap<>();
    for (String type : R4.resourceTypes().stream().sorted().toList()) {
      for (SearchParam param : params.all(type)) {
        if (param.kind() == SearchKind.REFERENCE) {
          for (String target : param.targets()) {
            revIncludes
                .computeIfAbsent(target, t -> new ArrayList<>())
                .add(type + ":" + param.code());
          }
        }
      }
    }
    return revIncludes;
  }

  private static void codes(ObjectNode holder, List<String> codes) {
    ArrayNode interactions = holder.withArray("/interaction");
    codes.forEach(code -> interactions.addObject().put("code", code));
  }

  private static void operations(ObjectNode holder, Collection<Operation> offered, String type) {
    ArrayNode list = Json.object().putArray("operation");
    for (Operation operation : offered) {
      list.addObject().put("name", operation.name()).put("definition", operation.definition(type));
    }
    if (!list.isEmpty()) {
      holder.set("operation", list);
    }
  }
}
