package io.salus.gateway.jobs;

import io.salus.service.errors.AppException.InvalidInput;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Long work of any service. The same address answers a stream of events; see JobEventsRoute. */
@Path("/jobs")
@Produces("application/json")
@RunOnVirtualThread
public class JobResource {
  private final JobsClient jobs;

  JobResource(JobsClient jobs) {
    this.jobs = jobs;
  }

  @GET
  @Operation(summary = "The caller's newest jobs of all services, newest first")
  public JobList list(@RestQuery @DefaultValue("50") int limit) {
    if (limit < 1 || limit > 200) {
      throw new InvalidInput("A limit is 1 to 200.", "limit");
    }
    return new JobList(jobs.list(limit));
  }

  @GET
  @Path("/{id}")
  @Operation(
      summary = "One job",
      description =
          "With `Accept: text/event-stream` every change is sent as an event whose data is the"
              + " job; the stream ends with the job.")
  public JobView get(@RestPath String id) {
    return jobs.get(id);
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Asks a job to stop; answers with its state, which may still be running")
  public JobView cancel(@RestPath String id) {
    return jobs.cancel(id);
  }
}
