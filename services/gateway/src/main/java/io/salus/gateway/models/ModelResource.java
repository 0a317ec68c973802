package io.salus.gateway.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.gateway.backend.JobAccepted;
import io.salus.gateway.backend.WireProtoMapper;
import io.salus.gateway.door.ReportPage;
import io.salus.service.errors.AppException.InvalidInput;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Models: training, versions, reports, and the score of a patient. */
@Path("/models")
@Produces("application/json")
@Consumes("application/json")
@RunOnVirtualThread
public class ModelResource {
  private final ModelsClient models;
  private final MonitoringClient monitoring;

  ModelResource(ModelsClient models, MonitoringClient monitoring) {
    this.models = models;
    this.monitoring = monitoring;
  }

  @GET
  @Operation(summary = "Newest version of every model")
  public ModelList list() {
    return new ModelList(models.list());
  }

  @GET
  @Path("/{name}")
  @Operation(summary = "A version of a model; the promoted one when version is absent")
  public ModelView get(@RestPath String name, @RestQuery @DefaultValue("0") int version) {
    return models.get(name, version);
  }

  @POST
  @Path("/{name}/train")
  @APIResponseSchema(value = JobAccepted.class, responseCode = "202")
  @Operation(summary = "Starts a training job")
  public RestResponse<JobAccepted> train(@RestPath String name, @Nullable TrainRequest request) {
    if (request == null || (request.snapshot() == null && request.table() == null)) {
      throw new InvalidInput("Training needs a snapshot, or a table.", "snapshot");
    }
    JobAccepted job = models.train(name, request);
    return RestResponse.ResponseBuilder.<JobAccepted>create(RestResponse.Status.ACCEPTED)
        .location(job.address())
        .entity(job)
        .build();
  }

  @POST
  @Path("/{name}/versions/{version}/promote")
  @Operation(
      summary = "Makes a version the one that answers; with a canary share, for some patients only")
  public ModelView promote(
      @RestPath String name, @RestPath int version, @Nullable PromoteRequest request) {
    return models.promote(name, version, request == null ? null : request.canary());
  }

  @GET
  @Path("/{name}/versions/{version}/report")
  @Produces("text/html")
  @Operation(summary = "The report of a version, one page that needs nothing else")
  public RestResponse<byte[]> report(@RestPath String name, @RestPath int version) {
    return RestResponse.ResponseBuilder.ok(models.report(name, version), ReportPage.CONTENT_TYPE)
        .header("Content-Security-Policy", ReportPage.POLICY)
        .build();
  }

  @GET
  @Path("/{name}/versions/{version}/card")
  @Operation(summary = "The card of a version: the 31 source attributes that HTI-1 asks for")
  public CardView card(@RestPath String name, @RestPath int version) {
    return models.card(name, version);
  }

  @GET
  @Path("/{name}/versions/{version}/monitoring")
  @Operation(summary = "Drift, calibration and subgroup gaps of its predictions in a window")
  public @Nullable JsonNode monitoring(
      @RestPath String name,
      @RestPath int version,
      @RestQuery @Nullable String from,
      @RestQuery @Nullable String to) {
    return monitoring.figures(name, version, from, to);
  }

  @POST
  @Path("/{name}/versions/{version}/monitoring")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "The same, and each alert becomes a Communication, once a day")
  public AlertsView raiseAlerts(
      @RestPath String name,
      @RestPath int version,
      @RestQuery @Nullable String from,
      @RestQuery @Nullable String to) {
    return monitoring.raise(name, version, from, to);
  }

  @POST
  @Path("/{name}/score")
  @Operation(summary = "Scores a patient by the promoted version; the prediction is stored")
  public PredictionView score(@RestPath String name, @Nullable ScoreRequest request) {
    if (request == null || request.patient() == null) {
      throw new InvalidInput("A score needs a patient.", "patient");
    }
    String asOf = request.asOf();
    return models.score(
        name, request.patient(), asOf == null ? null : WireProtoMapper.parse("as_of", asOf));
  }
}
