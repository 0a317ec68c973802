package io.salus.gateway.oip;

import io.salus.service.errors.AppException.InvalidInput;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** Models by the Open Inference Protocol v2; without a version the server chooses. */
@Path("/v2/models/{name}")
@Produces("application/json")
@Consumes("application/json")
@RunOnVirtualThread
public class OipModelResource {
  private final OipClient inference;

  OipModelResource(OipClient inference) {
    this.inference = inference;
  }

  @GET
  @Operation(summary = "Model metadata")
  public ModelMetadataView metadata(@RestPath String name) {
    return inference.metadata(name, "");
  }

  @GET
  @Path("/versions/{version}")
  @Operation(summary = "Metadata of one version")
  public ModelMetadataView metadata(@RestPath String name, @RestPath String version) {
    return inference.metadata(name, version);
  }

  @GET
  @Path("/ready")
  @Operation(summary = "Whether a model takes requests; 503 when not")
  public RestResponse<ReadyView> ready(@RestPath String name) {
    return ready(name, "");
  }

  @GET
  @Path("/versions/{version}/ready")
  @Operation(summary = "Whether a version takes requests; 503 when not")
  public RestResponse<ReadyView> ready(@RestPath String name, @RestPath String version) {
    boolean ready = inference.ready(name, version);
    return RestResponse.status(
        ready ? Status.OK : Status.SERVICE_UNAVAILABLE, new ReadyView(name, ready));
  }

  @POST
  @Path("/infer")
  @Operation(summary = "Inference")
  public InferResponseView infer(@RestPath String name, @Nullable InferRequestView request) {
    return infer(name, "", request);
  }

  @POST
  @Path("/versions/{version}/infer")
  @Operation(summary = "Inference by one version")
  public InferResponseView infer(
      @RestPath String name, @RestPath String version, @Nullable InferRequestView request) {
    if (request == null) {
      throw new InvalidInput("A request has inputs.", "inputs");
    }
    return inference.infer(name, version, request);
  }
}
