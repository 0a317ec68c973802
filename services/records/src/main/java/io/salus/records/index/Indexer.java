package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.R4;
import io.salus.records.definition.SearchParameter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Extracts the index entries of resources. Takes any JSON whatever, and never throws. */
public final class Indexer {
  private static final Map<String, List<ParamExtractor>> BY_TYPE = new ConcurrentHashMap<>();

  private Indexer() {}

  /**
   * @param resource with its id; references by {@code urn:uuid} and by condition already resolved,
   *     others of them are passed over
   */
  public static IndexEntries index(JsonNode resource) {
    EntryCollector collector = new EntryCollector();
    String type = resource.path("resourceType").asText();
    if (R4.isResourceType(type)) {
      for (ParamExtractor extractor : BY_TYPE.computeIfAbsent(type, Indexer::extractors)) {
        extractor.extract(resource, collector);
      }
    }
    return collector.entries(patients(resource, type, collector));
  }

  private static List<ParamExtractor> extractors(String type) {
    List<SearchParameter> parameters = R4.searchParameters(type);
    return parameters.stream().map(ParamExtractor::of).toList();
  }

  private static Set<String> patients(JsonNode resource, String type, EntryCollector collector) {
    Set<String> patients = new HashSet<>();
    if (type.equals("Patient") && resource.path("id").isTextual()) {
      patients.add(resource.path("id").textValue());
    }
    List<String> compartment = R4.patientCompartment(type);
    for (IndexEntries.Reference reference : collector.references()) {
      if (reference.targetType().equals("Patient") && compartment.contains(reference.param())) {
        patients.add(reference.targetId());
      }
    }
    return patients;
  }
}
