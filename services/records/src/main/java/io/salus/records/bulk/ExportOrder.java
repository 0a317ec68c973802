package io.salus.records.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.R4;
import io.salus.records.definition.TimeSpan;
import io.salus.records.operation.Level;
import io.salus.records.operation.OperationCall;
import io.salus.records.operation.Parameters;
import io.salus.records.store.ResourceId;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an export is to hold.
 *
 * @param types in the order of their files
 * @param since microseconds since 1970; 0 for all times
 * @param group id of the Group whose members it is about, or empty
 * @param patients ids of those it is about; empty for everybody
 * @param filters searches of the form {@code Type?query}; those of one type are alternatives
 * @param request the address that was called
 */
record ExportOrder(
    List<String> types,
    long since,
    String group,
    List<String> patients,
    List<String> filters,
    String request) {
  private static final Set<String> KNOWN =
      Set.of("_outputFormat", "_since", "_type", "_typeFilter", "patient");
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
    List<String> filters = parameters.texts("_typeFilter");
    if (!filters.isEmpty()) {
      // Better refused than a result that holds more than was asked for.
      throw new InvalidInput("The parameter is not supported.", "_typeFilter");
    }
    return new ExportOrder(
        types(caller, call, parameters),
        since(parameters),
        call.level() == Level.INSTANCE ? call.id() : "",
        patients,
        filters,
        request(call));
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
        "request", request);
  }

  static ExportOrder fromParams(JsonNode params) {
    return new ExportOrder(
        list(params.path("types")),
        params.path("since").asLong(),
        params.path("group").asText(),
        list(params.path("patients")),
        list(params.path("filters")),
        params.path("request").asText());
  }

  private static List<String> list(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
