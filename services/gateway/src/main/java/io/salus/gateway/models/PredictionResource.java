package io.salus.gateway.models;

import io.salus.service.errors.AppException.InvalidInput;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Stored predictions: read, computed again, written to the record. */
@Path("/models/predictions/{id}")
@Produces("application/json")
@RunOnVirtualThread
public class PredictionResource {
  private final ModelsClient models;
  private final MonitoringClient monitoring;

  PredictionResource(ModelsClient models, MonitoringClient monitoring) {
    this.models = models;
    this.monitoring = monitoring;
  }

  @GET
  @Operation(summary = "A stored prediction")
  public PredictionView get(@RestPath String id) {
    return models.prediction(id);
  }

  @PUT
  @Path("/outcome")
  @Consumes("application/json")
  @Operation(summary = "Says whether what was predicted came; said again, the last report holds")
  public void outcome(@RestPath String id, @Nullable OutcomeRequest request) {
    if (request == null || request.happened() == null) {
      throw new InvalidInput("A report says whether it happened.", "happened");
    }
    monitoring.report(id, request.happened());
  }

  @POST
  @Path("/replay")
  @Operation(summary = "Computes a stored prediction again from its stored inputs")
  public ReplayView replay(@RestPath String id) {
    return models.replay(id);
  }

  @POST
  @Path("/risk-assessment")
  @Operation(summary = "Writes the prediction's RiskAssessment to the record; the same one again")
  public RiskAssessmentView write(@RestPath String id) {
    return models.writeRiskAssessment(id);
  }
}
