package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.R4;
import io.salus.records.definition.SearchParameter;
import io.salus.records.fhirpath.Item;
import io.salus.records.index.IndexEntries.Entry;
import io.salus.records.index.IndexEntries.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Extracts the index entries of resources. Takes any JSON whatever, and never throws. */
public final class Indexer {
  private static final Map<String, List<Extractor>> BY_TYPE = new ConcurrentHashMap<>();

  private Indexer() {}

  /** By the parameters of the standard alone. */
  public static IndexEntries index(JsonNode resource) {
    return index(resource, TenantParams.of(""));
  }

  /**
   * @param resource with its id; references by {@code urn:uuid} and by condition already resolved,
   *     others of them are passed over
   */
  public static IndexEntries index(JsonNode resource, TenantParams params) {
    EntryCollector collector = new EntryCollector();
    String type = resource.path("resourceType").asText();
    if (R4.isResourceType(type)) {
      Item item = Item.of(resource);
      for (Extractor extractor : BY_TYPE.computeIfAbsent(type, Indexer::extractors)) {
        extractor.extract(item, collector);
      }
      for (Extractor extractor : params.extractors(type)) {
        extractor.extract(item, collector);
      }
    }
    return collector.of(patients(resource, type, collector));
  }

  private static List<Extractor> extractors(String type) {
    List<Extractor> extractors = new ArrayList<>();
    for (SearchParameter parameter : R4.searchParameters(type)) {
      if (parameter.composite() == null) {
        extractors.add(ParamExtractor.of(parameter));
      } else {
        extractors.addAll(PairExtractor.of(parameter));
      }
    }
    return List.copyOf(extractors);
  }

  private static Set<String> patients(JsonNode resource, String type, EntryCollector collector) {
    Set<String> patients = new HashSet<>();
    if (type.equals("Patient") && resource.path("id").isTextual()) {
      patients.add(resource.path("id").textValue());
    }
    if (type.equals("Subscription")) {
      SubscriptionOwner.patient(resource).ifPresent(patients::add);
    }
    List<String> compartment = R4.patientCompartment(type);
    if (!compartment.isEmpty()) {
      for (Entry entry : collector.entries()) {
        if (entry instanceof Reference(String param, String targetType, String targetId)
            && targetType.equals("Patient")
            && compartment.contains(param)) {
          patients.add(targetId);
        }
      }
    }
    return patients;
  }
}
