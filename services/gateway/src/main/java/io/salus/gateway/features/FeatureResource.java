package io.salus.gateway.features;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.gateway.backend.JobAccepted;
import io.salus.gateway.backend.WireProtoMapper;
import io.salus.service.errors.AppException.InvalidInput;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Feature sets: what a data scientist reads, changes and takes snapshots of. */
@Path("/features")
@Produces("application/json")
@Consumes("application/json")
@RunOnVirtualThread
public class FeatureResource {
  private final FeaturesClient features;

  FeatureResource(FeaturesClient features) {
    this.features = features;
  }

  @GET
  @Operation(summary = "Newest version of every feature set")
  public FeatureSetList list() {
    return new FeatureSetList(features.list());
  }

  @GET
  @Path("/{name}")
  @Operation(summary = "One feature set")
  public FeatureSetView get(@RestPath String name, @RestQuery @DefaultValue("0") int version) {
    return features.get(name, version);
  }

  @PUT
  @Path("/{name}")
  @Operation(summary = "Stores a new version of a feature set; the same one when nothing changed")
  public FeatureSetView put(
      @RestPath String name,
      @RequestBody(required = true) @Schema(implementation = Object.class)
          @Nullable JsonNode definition) {
    if (definition == null || !definition.isObject()) {
      throw new InvalidInput("A definition is a JSON object.");
    }
    if (!name.equals(definition.path("name").asText())) {
      throw new InvalidInput("The definition's name must be the address's.", "name");
    }
    return features.put(definition.toString());
  }

  @GET
  @Path("/{name}/patients/{id}")
  @Operation(summary = "The row of one patient at a moment; now when as_of is absent")
  public FeatureRowView row(
      @RestPath String name, @RestPath String id, @RestQuery("as_of") @Nullable String asOf) {
    return features.row(name, id, asOf == null ? null : WireProtoMapper.parse("as_of", asOf));
  }

  @POST
  @Path("/{name}/snapshots")
  @APIResponseSchema(value = JobAccepted.class, responseCode = "202")
  @Operation(summary = "Starts a job that writes a Parquet snapshot")
  public RestResponse<JobAccepted> snapshot(
      @RestPath String name, @Nullable SnapshotRequest request) {
    JobAccepted job = features.createSnapshot(name, request == null ? 0 : request.version());
    return RestResponse.ResponseBuilder.<JobAccepted>create(RestResponse.Status.ACCEPTED)
        .location(job.address())
        .entity(job)
        .build();
  }

  @GET
  @Path("/snapshots/{id}")
  @Operation(summary = "What is known of a snapshot")
  public SnapshotView snapshot(@RestPath String id) {
    return features.snapshot(id);
  }
}
