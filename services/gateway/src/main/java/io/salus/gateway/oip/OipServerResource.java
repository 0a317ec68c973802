package io.salus.gateway.oip;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** The inference server by the Open Inference Protocol v2; needs no token. */
@Path("/v2")
@Produces("application/json")
@RunOnVirtualThread
public class OipServerResource {
  private final OipClient inference;

  OipServerResource(OipClient inference) {
    this.inference = inference;
  }

  @GET
  @SecurityRequirements
  @Operation(summary = "Server metadata")
  public ServerView server() {
    return inference.server();
  }

  @GET
  @Path("/health/live")
  @SecurityRequirements
  @Operation(summary = "Whether the inference server lives; 503 when not")
  public RestResponse<LiveView> live() {
    boolean live = inference.live();
    return RestResponse.status(live ? Status.OK : Status.SERVICE_UNAVAILABLE, new LiveView(live));
  }

  @GET
  @Path("/health/ready")
  @SecurityRequirements
  @Operation(summary = "Whether the inference server takes requests; 503 when not")
  public RestResponse<ReadyView> ready() {
    boolean ready = inference.ready();
    return RestResponse.status(
        ready ? Status.OK : Status.SERVICE_UNAVAILABLE, new ReadyView(null, ready));
  }
}
