package io.salus.records.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.R4;
import io.salus.records.definition.TimeSpan;
import io.salus.records.operation.Level;
import io.salus.records.operation.OperationCall;
import io.salus.records.operation.Parameters;
import io.salus.records.search.Matches.Filter;
import io.salus.records.store.ResourceId;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an export is to hold.
 *
 * @param types in the order of their files
 * @param since microseconds since 1970; 0 for all times
 * @param group id of the Group whose members it is about, or empty
 * @param patients ids of those it is about; empty for everybody
 * @param filters searches of the form {@code Type?query}; those of one type are alternatives
 * @param baseUrl of this server, to tell its own resources in filters
 * @param request the address that was called
 */
record ExportOrder(
    List<String> types,
    long since,
    String group,
    List<String> patients,
    List<String> filters,
    String baseUrl,
    String request) {
  private static final Set<String> KNOWN =
      Set.of("_outputFormat", "_since", "_type", "_typeFilter", "patient");
  private static final Pattern NEXT_FILTER = Pattern.compile(",(?=\\s*[A-Z][A-Za-z]+\\?)");
  private static final Set<String> NDJSON =
      Set.of("application/fhir+ndjson", "application/ndjson", "ndjson");

  /** Throws InvalidInput for what is not understood, and Forbidden for a type not granted. */
  static ExportOrder of(Caller caller, OperationCall call) {
    Parameters parameters = call.parameters();
    parameters.requireKnown(KNOWN);
    parameters
        .text("_outputFormat")
        .filter(format -> !NDJSON.contains(format.replace(' ', '+')))
        .ifPresent(
            format -> {
              throw new InvalidInput("The output is application/fhir+ndjson.", "_outputFormat");
            });
    List<String> patients = patients(call, parameters);
    ExportOrder order =
        new ExportOrder(
            types(caller, call, parameters),
            since(parameters),
            call.level() == Level.INSTANCE ? call.id() : "",
            patients,
            filters(parameters),
            call.baseUrl(),
            request(call));
    order.filteredTypes().forEach(type -> order.checkFilters(caller, type));
    return order;
  }

  /** Several can stand in one value; a comma that begins no type is part of a search. */
  private static List<String> filters(Parameters parameters) {
    return parameters.texts("_typeFilter").stream()
        .flatMap(text -> NEXT_FILTER.splitAsStream(text))
        .map(String::trim)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private void checkFilters(Caller caller, String type) {
    if (!types.contains(type)) {
      throw new InvalidInput("The filter is of no type that is exported.", "_typeFilter");
    }
    filters(type).forEach(filter -> filter.check(caller));
  }

  /** Types that have filters. */
  List<String> filteredTypes() {
    return filters.stream().map(ExportOrder::typeOf).distinct().toList();
  }

  /** What resources of a type must match, one of them; of a type without filters none. */
  List<Filter> filters(String type) {
    return filters.stream()
        .filter(filter -> typeOf(filter).equals(type))
        .map(filter -> new Filter(type, filter.substring(type.length() + 1), baseUrl))
        .toList();
  }

  private static String typeOf(String filter) {
    int question = filter.indexOf('?');
    if (question < 0) {
      throw new InvalidInput(
          "A filter is a search such as Observation?status=final.", "_typeFilter");
    }
    return filter.substring(0, question);
  }

  private static List<String> types(Caller caller, OperationCall call, Parameters parameters) {
    boolean ofPatients = call.level() != Level.SYSTEM;
    List<String> asked = parts(parameters, "_type");
    for (String type : asked) {
      if (!R4.isResourceType(type)) {
        throw new InvalidInput("There is no such resource type.", "_type");
      }
      if (ofPatients && !isOfPatients(type)) {
        throw new InvalidInput("The type is in no patient's compartment.", "_type");
      }
      caller.requireFhir(type, 'r');
    }
    return asked.isEmpty()
        ? R4.resourceTypes().stream()
            .filter(type -> !ofPatients || isOfPatients(type))
            .filter(type -> caller.hasFhir(type, 'r'))
            .sorted()
            .toList()
        : asked.stream().distinct().sorted().toList();
  }

  private static boolean isOfPatients(String type) {
    return type.equals("Patient") || !R4.patientCompartment(type).isEmpty();
  }

  private static long since(Parameters parameters) {
    String text = parameters.text("_since").orElse("").replace(' ', '+');
    if (text.isEmpty()) {
      return 0;
    }
    TimeSpan span = TimeSpan.parse(text);
    if (span == null) {
      throw new InvalidInput("The parameter is a FHIR instant.", "_since");
    }
    return Math.max(0, span.lowMicros());
  }

  private static List<String> patients(OperationCall call, Parameters parameters) {
    List<String> ids = new ArrayList<>();
    for (String reference : parameters.texts("patient")) {
      String id = reference.replaceFirst("^(.*/)?Patient/", "");
      if (call.level() == Level.SYSTEM || !ResourceId.isId(id)) {
        throw new InvalidInput(
            "Patients are named by references, in exports of patients and groups.", "patient");
      }
      ids.add(id);
    }
    return ids;
  }

  private static List<String> parts(Parameters parameters, String name) {
    return parameters.texts(name).stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::trim)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static String request(OperationCall call) {
    String path =
        switch (call.level()) {
          case SYSTEM -> "";
          case TYPE -> "/" + call.type();
          case INSTANCE -> "/" + call.type() + "/" + call.id();
        };
    return call.baseUrl() + path + "/$export" + (call.query().isEmpty() ? "" : "?" + call.query());
  }

  /** Only a part of the resources of the types is wanted: those of some patients. */
  boolean isOfSome() {
    return !group.isEmpty() || !patients.isEmpty();
  }

  Map<String, ?> toParams() {
    return Map.of(
        "types", types,
        "since", since,
        "group", group,
        "patients", patients,
        "filters", filters,
        "base_url", baseUrl,
        "request", request);
  }

  static ExportOrder fromParams(JsonNode params) {
    return new ExportOrder(
        list(params.path("types")),
        params.path("since").asLong(),
        params.path("group").asText(),
        list(params.path("patients")),
        list(params.path("filters")),
        params.path("base_url").asText(),
        params.path("request").asText());
  }

  private static List<String> list(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
