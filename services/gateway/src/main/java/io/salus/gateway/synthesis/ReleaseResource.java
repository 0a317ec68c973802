package io.salus.gateway.synthesis;

import io.salus.gateway.backend.JobAccepted;
import io.salus.service.errors.AppException.InvalidInput;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Synthetic populations; their files are streamed by ReleaseFileRoute. */
@Path("/synthesis/releases")
@Produces("application/json")
@Consumes("application/json")
@RunOnVirtualThread
public class ReleaseResource {
  private final SynthesisClient synthesis;

  ReleaseResource(SynthesisClient synthesis) {
    this.synthesis = synthesis;
  }

  @POST
  @APIResponseSchema(value = JobAccepted.class, responseCode = "202")
  @Operation(summary = "Starts a job that trains a generator, samples from it and reports on it")
  public RestResponse<JobAccepted> synthesize(@Nullable ReleaseRequest request) {
    if (request == null || request.snapshot() == null) {
      throw new InvalidInput("A release needs a snapshot.", "snapshot");
    }
    JobAccepted job = synthesis.synthesize(request.snapshot(), request);
    return RestResponse.ResponseBuilder.<JobAccepted>create(RestResponse.Status.ACCEPTED)
        .location(job.address())
        .entity(job)
        .build();
  }

  @GET
  @Operation(summary = "Releases, newest first")
  public ReleaseList list() {
    return new ReleaseList(synthesis.list());
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "One release")
  public ReleaseView get(@RestPath String id) {
    return synthesis.get(id);
  }
}
