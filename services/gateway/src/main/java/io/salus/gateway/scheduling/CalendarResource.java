package io.salus.gateway.scheduling;

import io.salus.gateway.backend.WireProtoMapper;
import io.salus.service.errors.AppException.InvalidInput;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** When clinicians work, and what of it is free. */
@Path("/scheduling")
@Produces("application/json")
@Consumes("application/json")
@RunOnVirtualThread
public class CalendarResource {
  private final SchedulingClient scheduling;

  CalendarResource(SchedulingClient scheduling) {
    this.scheduling = scheduling;
  }

  @PUT
  @Path("/practitioners/{id}/availability")
  @Operation(summary = "Sets a clinician's weekly hours; replaces what was there")
  public ScheduleView put(@RestPath String id, @Nullable AvailabilityRequest request) {
    if (request == null || request.timeZone() == null) {
      throw new InvalidInput("Availability needs a time zone.", "time_zone");
    }
    if (request.hours() == null) {
      throw new InvalidInput("Availability needs hours, or an empty list of them.", "hours");
    }
    return scheduling.putAvailability(
        id, request.timeZone(), request.slotMinutes(), request.hours());
  }

  @GET
  @Path("/slots")
  @Operation(summary = "Free slots of a clinician in a span of at most 62 days, earliest first")
  public SlotList slots(
      @RestQuery @Nullable String practitioner,
      @RestQuery @Nullable String from,
      @RestQuery @Nullable String to,
      @RestQuery @DefaultValue("100") int limit) {
    if (practitioner == null || from == null || to == null) {
      throw new InvalidInput("Slots need practitioner, from and to.");
    }
    return new SlotList(
        scheduling.slots(
            practitioner,
            WireProtoMapper.parse("from", from),
            WireProtoMapper.parse("to", to),
            limit));
  }
}
