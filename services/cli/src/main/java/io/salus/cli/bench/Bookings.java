package io.salus.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.api.Api;
import io.salus.cli.bench.load.HttpConnection;
import io.salus.cli.bench.load.Load.Exhausted;
import io.salus.cli.terminal.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bookings that can all succeed: each takes a time of its own, and no two clinicians see one
 * patient at one time.
 */
final class Bookings implements AutoCloseable {
  private static final List<String> DAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
  private static final int SLOT_MINUTES = 5;
  private static final int MOST_SLOTS_A_CLINICIAN = 300 * 24 * 60 / SLOT_MINUTES;

  private final int port;
  private final String token;
  private final List<String> clinicians;
  private final List<String> patients;
  private final Instant from = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS);
  private final AtomicInteger next = new AtomicInteger();
  private final Map<Integer, HttpConnection> connections = new ConcurrentHashMap<>();

  Bookings(int port, String token, List<String> practitioners, List<String> patients) {
    this.port = port;
    this.token = token;
    this.clinicians = practitioners.subList(0, Math.min(practitioners.size(), patients.size()));
    this.patients = patients;
  }

  /** Gives the clinicians hours round the clock. */
  void open(Api api) {
    for (String clinician : clinicians) {
      var body = Json.object().put("time_zone", "UTC").put("slot_minutes", SLOT_MINUTES);
      var hours = body.putArray("hours");
      DAYS.forEach(
          day -> hours.addObject().put("day", day).put("start_minute", 0).put("end_minute", 1440));
      api.put("/scheduling/practitioners/" + clinician + "/availability", body).require(200, 201);
    }
  }

  /** Right are 201 and a booked visit of this patient with this clinician at this time. */
  boolean book(int client, long number) throws IOException, Exhausted {
    int slot = next.getAndIncrement();
    int clinician = slot % clinicians.size();
    int time = slot / clinicians.size();
    if (time >= MOST_SLOTS_A_CLINICIAN) {
      throw new Exhausted();
    }
    String start = from.plus(time * (long) SLOT_MINUTES, ChronoUnit.MINUTES).toString();
    var body =
        Json.object()
            .put("practitioner", clinicians.get(clinician))
            .put("patient", patients.get((clinician + time) % patients.size()));
    body.put("start", start).put("reason", "bench");
    var answer =
        connections
            .computeIfAbsent(client, c -> new HttpConnection(port, token))
            .send("POST", "/scheduling/appointments", body.toString());
    if (answer.status() != 201) {
      return false;
    }
    JsonNode visit = Json.MAPPER.readTree(answer.body());
    return visit.path("status").asText().equals("booked")
        && !visit.path("id").asText().isEmpty()
        && visit.path("practitioner").equals(body.path("practitioner"))
        && visit.path("patient").equals(body.path("patient"))
        && Instant.parse(visit.path("start").asText()).equals(Instant.parse(start));
  }

  @Override
  public void close() throws IOException {
    for (HttpConnection connection : connections.values()) {
      connection.close();
    }
  }
}
