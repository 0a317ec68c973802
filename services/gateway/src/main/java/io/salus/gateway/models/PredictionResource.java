package io.salus.gateway.models;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/** Stored predictions: read, computed again, written to the record. */
@Path("/models/predictions/{id}")
@Produces("application/json")
@RunOnVirtualThread
public class PredictionResource {
  private final ModelsClient models;

  PredictionResource(ModelsClient models) {
    this.models = models;
  }

  @GET
  @Operation(summary = "A stored prediction")
  public PredictionView get(@RestPath String id) {
    return models.prediction(id);
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
