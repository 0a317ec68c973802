package io.salus.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.api.Answer;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Progress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Step 5: a video visit is booked; the same time cannot be booked twice, not even by two at once.
 */
record VisitStep(Scene scene) {
  private static final int FIRST_MINUTE = 8 * 60;
  private static final int LAST_MINUTE = 17 * 60;
  private static final int SLOT_MINUTES = 20;
  private static final List<String> DAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday");

  void play(String patient) {
    ObjectNode step = scene.step("visit");
    try (Progress progress = scene.progress(5, "A visit")) {
      String clinician = clinician();
      scene
          .api()
          .put("/scheduling/practitioners/" + clinician + "/availability", availability())
          .require(200, 201);
      progress.update(0.3, "the clinician has hours", -1);
      JsonNode slots = slots(clinician);
      Answer booked = book(clinician, patient, slots.path(0), "Follow-up of a raised risk");
      JsonNode visit = booked.require(200, 201).json();
      String id = visit.path("appointment").path("id").asText(visit.path("id").asText());
      progress.update(0.5, "booked", -1);
      int second =
          book(clinician, patient, slots.path(0), "The same time again").require(409).status();
      List<Integer> race = race(clinician, patient, slots.path(1));
      progress.update(0.8, "double bookings refused", -1);
      JsonNode appointment = scene.api().get("/fhir/Appointment/" + id).require(200).json();
      step.put("appointment", "Appointment/" + id)
          .put("start", slots.path(0).path("start").asText());
      step.put("status", appointment.path("status").asText())
          .put("room_token", !roomToken(visit).isEmpty());
      step.put("second_booking", second);
      race.forEach(step.putArray("two_at_once")::add);
      step.put("seconds", progress.elapsedSeconds());
      progress.done(
          slots.path(0).path("start").asText()
              + "; the second booking got "
              + second
              + ", two at once got "
              + race);
      scene.look(step, "Appointment", scene.api().base() + "/fhir/Appointment/" + id);
    }
  }

  private String clinician() {
    String id =
        scene
            .api()
            .get("/fhir/Practitioner?_count=1")
            .require(200)
            .json()
            .path("entry")
            .path(0)
            .path("resource")
            .path("id")
            .asText();
    if (id.isEmpty()) {
      throw new Failure(
          Exit.FAILED,
          "There is no practitioner to book.",
          "The records' log: ./salus logs records");
    }
    return id;
  }

  private static ObjectNode availability() {
    var body = Scene.body().put("time_zone", "Europe/Berlin").put("slot_minutes", SLOT_MINUTES);
    var hours = body.putArray("hours");
    for (String day : DAYS) {
      hours
          .addObject()
          .put("day", day)
          .put("start_minute", FIRST_MINUTE)
          .put("end_minute", LAST_MINUTE);
    }
    return body;
  }

  private JsonNode slots(String clinician) {
    Instant from = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
    Instant to = from.plus(14, ChronoUnit.DAYS);
    JsonNode answer =
        scene
            .api()
            .get(
                "/scheduling/slots?practitioner="
                    + clinician
                    + "&from="
                    + from
                    + "&to="
                    + to
                    + "&limit=5")
            .require(200)
            .json();
    JsonNode slots = answer.isArray() ? answer : answer.path("slots");
    if (slots.size() < 2) {
      throw new Failure(
          Exit.FAILED, "The clinician has no free slots.", "The log: ./salus logs scheduling");
    }
    return slots;
  }

  private Answer book(String clinician, String patient, JsonNode slot, String reason) {
    var body = Scene.body().put("practitioner", clinician).put("patient", patient);
    body.put("start", slot.path("start").asText()).put("reason", reason);
    return scene.api().post("/scheduling/appointments", body);
  }

  /** Two bookings of one slot in the same moment: exactly one may win. */
  private List<Integer> race(String clinician, String patient, JsonNode slot) {
    Callable<Integer> booking = () -> book(clinician, patient, slot, "Two at once").status();
    try (var pool = Executors.newFixedThreadPool(2)) {
      var first = pool.submit(booking);
      var second = pool.submit(booking);
      List<Integer> statuses =
          java.util.stream.Stream.of(first.get(), second.get()).sorted().toList();
      if (statuses.getFirst() >= 300 || statuses.getLast() != 409) {
        throw new Failure(
            Exit.FAILED,
            "Two bookings of one slot at once were answered with "
                + statuses
                + " instead of one success and one 409.",
            "The log: ./salus logs scheduling");
      }
      return statuses;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String roomToken(JsonNode visit) {
    return visit.path("room_token").asText();
  }
}
