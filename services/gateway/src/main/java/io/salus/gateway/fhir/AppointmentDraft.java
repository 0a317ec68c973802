package io.salus.gateway.fhir;

import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.TooLarge;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a FHIR Appointment asks the calendar for.
 *
 * @param practitioner logical id
 * @param patient logical id
 * @param reason the description, or empty
 */
record AppointmentDraft(String practitioner, String patient, Instant start, String reason) {

  /** It is parsed on the event loop, so it must be small. */
  private static final int LARGEST = 100_000;

  /** Throws {@link InvalidInput} naming the element. */
  static AppointmentDraft parse(Buffer body) {
    JsonObject appointment = object(body);
    if (!"Appointment".equals(appointment.getValue("resourceType"))) {
      throw new InvalidInput("The body must be an Appointment.", "Appointment.resourceType");
    }
    List<String> actors = actors(appointment);
    return new AppointmentDraft(
        only(actors, "Practitioner/"),
        only(actors, "Patient/"),
        start(appointment.getValue("start")),
        appointment.getValue("description") instanceof String text ? text : "");
  }

  private static JsonObject object(Buffer body) {
    if (body.length() > LARGEST) {
      throw new TooLarge("An Appointment is not larger than " + LARGEST + " bytes.");
    }
    try {
      return body.toJsonObject();
    } catch (DecodeException | ClassCastException e) {
      throw new InvalidInput("The body is not a JSON object.");
    }
  }

  private static List<String> actors(JsonObject appointment) {
    List<String> references = new ArrayList<>();
    if (appointment.getValue("participant") instanceof JsonArray participants) {
      for (Object participant : participants) {
        if (participant instanceof JsonObject p
            && p.getValue("actor") instanceof JsonObject actor
            && actor.getValue("reference") instanceof String reference) {
          references.add(reference);
        }
      }
    }
    return references;
  }

  private static String only(List<String> actors, String prefix) {
    List<String> ids =
        actors.stream()
            .filter(actor -> actor.startsWith(prefix))
            .map(actor -> actor.substring(prefix.length()))
            .toList();
    if (ids.size() != 1) {
      throw new InvalidInput(
          "A visit has one participant that is a " + prefix + "… reference.",
          "Appointment.participant");
    }
    return ids.getFirst();
  }

  private static Instant start(@Nullable Object value) {
    try {
      if (value instanceof String text) {
        return OffsetDateTime.parse(text).toInstant();
      }
    } catch (DateTimeException e) {
      throw new InvalidInput("The start is no FHIR instant.", "Appointment.start");
    }
    throw new InvalidInput("A visit needs a start.", "Appointment.start");
  }
}
