package io.salus.gateway.scheduling;

import io.salus.gateway.backend.WireProtoMapper;
import io.salus.service.errors.AppException.InvalidInput;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Visits. */
@Path("/scheduling/appointments")
@Produces("application/json")
@Consumes("application/json")
@RunOnVirtualThread
public class AppointmentResource {
  private final SchedulingClient scheduling;

  AppointmentResource(SchedulingClient scheduling) {
    this.scheduling = scheduling;
  }

  @POST
  @APIResponseSchema(value = AppointmentView.class, responseCode = "201")
  @Operation(
      summary = "Books a visit; 409 when the time is taken",
      description =
          "A repeated request with the same Idempotency-Key answers with the first one's visit.")
  public RestResponse<AppointmentView> book(
      @Nullable BookingRequest request, @RestHeader("Idempotency-Key") @Nullable String key) {
    if (request == null
        || request.practitioner() == null
        || request.patient() == null
        || request.start() == null) {
      throw new InvalidInput("A booking needs practitioner, patient and start.");
    }
    AppointmentView visit =
        scheduling.book(
            request.practitioner(),
            request.patient(),
            WireProtoMapper.parse("start", request.start()),
            request.reason() == null ? "" : request.reason(),
            key == null ? "" : key);
    return RestResponse.ResponseBuilder.<AppointmentView>create(RestResponse.Status.CREATED)
        .location(URI.create("/scheduling/appointments/" + visit.id()))
        .entity(visit)
        .build();
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "One visit")
  public AppointmentView get(@RestPath String id) {
    return scheduling.get(id);
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Cancels a visit and frees its time; the same answer again")
  public AppointmentView cancel(@RestPath String id) {
    return scheduling.cancel(id);
  }
}
