package io.salus.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.api.Answer;
import io.salus.cli.api.Api;
import io.salus.cli.terminal.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Bookings of free slots, each taken once. */
final class Bookings {
  private static final List<String> DAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
  private static final int SLOT_MINUTES = 5;

  private final Api api;
  private final List<String> patients;
  private final ConcurrentLinkedQueue<Slot> free = new ConcurrentLinkedQueue<>();

  private record Slot(String practitioner, int clinician, String start, int number) {}

  private Bookings(Api api, List<String> patients) {
    this.api = api;
    this.patients = patients;
  }

  /** Gives clinicians hours round the clock and collects their free slots. */
  static Bookings prepare(Api api, List<String> practitioners, List<String> patients) {
    var bookings = new Bookings(api, patients);
    var slots = new ArrayList<Slot>();
    Instant from = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS);
    for (int clinician = 0;
        clinician < Math.min(practitioners.size(), patients.size());
        clinician++) {
      String practitioner = practitioners.get(clinician);
      var body = Json.object().put("time_zone", "UTC").put("slot_minutes", SLOT_MINUTES);
      var hours = body.putArray("hours");
      DAYS.forEach(
          day -> hours.addObject().put("day", day).put("start_minute", 0).put("end_minute", 1440));
      api.put("/scheduling/practitioners/" + practitioner + "/availability", body)
          .require(200, 201);
      JsonNode found =
          api.get(
                  "/scheduling/slots?practitioner="
                      + practitioner
                      + "&from="
                      + from
                      + "&to="
                      + from.plus(2, ChronoUnit.DAYS)
                      + "&limit=500")
              .require(200)
              .json()
              .path("slots");
      int number = 0;
      for (JsonNode slot : found) {
        slots.add(new Slot(practitioner, clinician, slot.path("start").asText(), number++));
      }
    }
    slots.sort(java.util.Comparator.comparingInt(Slot::number));
    bookings.free.addAll(slots);
    return bookings;
  }

  int free() {
    return free.size();
  }

  boolean book(int client, long number) {
    Slot slot = free.poll();
    if (slot == null) {
      return false;
    }
    // No two clinicians see one patient at one time, so that every booking can succeed.
    int patient = (slot.clinician() + slot.number()) % patients.size();
    var body =
        Json.object()
            .put("practitioner", slot.practitioner())
            .put("patient", patients.get(patient));
    body.put("start", slot.start()).put("reason", "bench");
    Answer answer = api.post("/scheduling/appointments", body);
    return answer.ok();
  }
}
