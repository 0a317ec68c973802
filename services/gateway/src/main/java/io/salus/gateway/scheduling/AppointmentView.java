package io.salus.gateway.scheduling;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A visit.
 *
 * @param id also of the FHIR Appointment
 * @param status booked or cancelled
 * @param roomToken opens the video room for this visit; in the answer to a booking only
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record AppointmentView(
    String id,
    String practitioner,
    String patient,
    Instant start,
    Instant end,
    String status,
    String reason,
    @Nullable String roomToken) {}
