package io.salus.gateway.cds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Channel;
import io.salus.gateway.backend.BackendClient;
import io.salus.proto.records.v1.FhirServiceGrpc;
import io.salus.proto.records.v1.SearchRequest;
import io.salus.service.grpc.GrpcChannels;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Patients of the records. */
@ApplicationScoped
class PatientsClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BackendClient backend;
  private final Channel channel;

  PatientsClient(BackendClient backend, GrpcChannels channels) {
    this.backend = backend;
    this.channel = channels.to("records", FhirServiceGrpc.getServiceDescriptor());
  }

  /** Patients that match a query, for virtual threads only. */
  List<JsonNode> search(String query) {
    SearchRequest request =
        SearchRequest.newBuilder().setType("Patient").setQuery(query).setStrict(true).build();
    List<JsonNode> patients = new ArrayList<>();
    try {
      JsonNode bundle =
          JSON.readTree(
              backend
                  .ask(channel, FhirServiceGrpc.getSearchMethod(), request)
                  .getBundle()
                  .toByteArray());
      for (JsonNode entry : bundle.path("entry")) {
        if (entry.path("resource").path("resourceType").asText().equals("Patient")) {
          patients.add(entry.path("resource"));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("records sent a bundle that is no JSON", e);
    }
    return patients;
  }
}
