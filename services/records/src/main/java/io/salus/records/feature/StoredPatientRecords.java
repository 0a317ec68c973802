package io.salus.records.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.salus.records.store.ResourceReader;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The record store as features see it. */
@ApplicationScoped
class StoredPatientRecords implements PatientRecords {
  private static final ObjectReader JSON = new ObjectMapper().reader();

  private final ResourceReader reader;
  private final TenantTransactions transactions;

  StoredPatientRecords(ResourceReader reader, TenantTransactions transactions) {
    this.reader = reader;
    this.transactions = transactions;
  }

  @Override
  public List<JsonNode> of(Caller caller, String patientId, Set<String> types) {
    var wanted = new HashSet<>(types);
    wanted.add("Patient");
    var resources = new ArrayList<JsonNode>();
    transactions.run(
        caller,
        () ->
            reader.forEachOfPatient(
                caller, patientId, wanted, version -> resources.add(read(version))));
    // Another patient can be in the compartment too, as a link; the row is about this one.
    resources.removeIf(
        r ->
            r.path("resourceType").asText().equals("Patient")
                && !r.path("id").asText().equals(patientId));
    if (resources.stream().noneMatch(r -> r.path("resourceType").asText().equals("Patient"))) {
      throw new NotFound("There is no such patient.");
    }
    return resources;
  }

  @Override
  public List<String> ids(Caller caller, String after, int limit) {
    return transactions.call(caller, () -> reader.patientIds(caller, after, limit));
  }

  private static JsonNode read(StoredVersion version) {
    try {
      return JSON.readTree(version.json());
    } catch (IOException e) {
      throw new UncheckedIOException("the stored " + version + " is no JSON", e);
    }
  }
}
