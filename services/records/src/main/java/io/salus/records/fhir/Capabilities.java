package io.salus.records.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.definition.R4;
import io.salus.records.definition.SearchKind;
import io.salus.records.index.SearchParam;
import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.Operations;
import io.salus.records.search.SearchableParams;
import io.salus.records.store.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The CapabilityStatement: what this server really does, from the tables that it works by. */
@ApplicationScoped
class Capabilities {
  private static final List<String> INTERACTIONS =
      List.of("read", "vread", "history-instance", "search-type", "create", "update", "delete");

  /** Written by the scheduling service alone. */
  private static final List<String> SCHEDULED = List.of("Schedule", "Slot", "Appointment");

  private final String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();

  private final Operations operations;

  Capabilities(Operations operations) {
    this.operations = operations;
  }

  byte[] statement(String baseUrl) {
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
    ObjectNode rest = statement.putArray("rest").addObject().put("mode", "server");
    ArrayNode types = rest.putArray("resource");
    R4.resourceTypes().stream().sorted().forEach(type -> resource(types.addObject(), type));
    ArrayNode interactions = rest.putArray("interaction");
    interactions.addObject().put("code", "transaction");
    interactions.addObject().put("code", "batch");
    operations(rest, operations.at(Level.SYSTEM, ""), "");
    return Json.print(statement);
  }

  private void resource(ObjectNode resource, String type) {
    boolean scheduled = SCHEDULED.contains(type);
    resource.put("type", type);
    ArrayNode interactions = resource.putArray("interaction");
    for (String code : scheduled ? INTERACTIONS.subList(0, 4) : INTERACTIONS) {
      interactions.addObject().put("code", code);
    }
    resource
        .put("versioning", "versioned-update")
        .put("readHistory", true)
        .put("updateCreate", !scheduled)
        .put("conditionalCreate", !scheduled);
    resource.putArray("referencePolicy").add("literal").add("logical").add("enforced");
    List<SearchParam> searchable = SearchableParams.of(type);
    ArrayNode includes = Json.object().putArray("searchInclude");
    for (SearchParam param : searchable) {
      if (param.kind() == SearchKind.REFERENCE) {
        includes.add(type + ":" + param.code());
      }
    }
    if (!includes.isEmpty()) {
      resource.set("searchInclude", includes);
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
