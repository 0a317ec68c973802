package io.salus.scheduling;

import static io.salus.scheduling.SchedulingApi.patient;
import static io.salus.scheduling.SchedulingApi.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.scheduling.v1.BookRequest;
import io.salus.service.errors.GrpcErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BookRaceIT extends SchedulingIT {
  private static final int RACERS = 32;
  private static final String OVERLAPS =
      "select count(*) from appointment a join appointment b on a.id < b.id and a.status = 'booked'"
          + " and b.status = 'booked' and a.starts_at < b.ends_at and b.starts_at < a.ends_at"
          + " and (a.practitioner_id = b.practitioner_id or a.patient_id = b.patient_id)";

  @Test
  void letsExactlyOneOfManyHaveTheTime() throws Exception {
    String doctor = api().practitioner(ADMIN);
    List<BookRequest> requests = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      requests.add(request(doctor, patient(), 0).build());
    }

    List<String> outcomes = race(requests);

    assertEquals(RACERS - 1, outcomes.stream().filter("conflict"::equals).count());
    assertEquals(
        1,
        number(
            "north",
            "select count(*) from occupancy where resource = 'Practitioner/" + doctor + "'"));
  }

  @Test
  void neverOverlapsNorDeadlocksWhenManyWantTheSameFew() throws Exception {
    List<String> doctors = List.of(api().practitioner(ADMIN), api().practitioner(ADMIN));
    List<String> patients = List.of(patient(), patient(), patient());
    List<BookRequest> requests = new ArrayList<>();
    for (int i = 0; i < 4 * RACERS; i++) {
      requests.add(request(doctors.get(i % 2), patients.get(i % 3), i / 2 % 4).build());
    }

    List<String> outcomes = race(requests);

    // two clinicians, four slots, three patients: every slot finds one, and all others are refused
    assertEquals(8, outcomes.stream().filter(o -> !o.equals("conflict")).distinct().count());
    assertEquals(0, number("north", OVERLAPS));
  }

  @Test
  void givesOneVisitToARequestThatIsSentManyTimesAtOnce() throws Exception {
    BookRequest request =
        request(api().practitioner(ADMIN), patient(), 0).setIdempotencyKey("many").build();

    List<String> outcomes = race(java.util.Collections.nCopies(RACERS, request));

    assertEquals(1, outcomes.stream().distinct().count(), () -> outcomes.toString());
  }

  /** Ids of the visits, or codes of the refusals. */
  private List<String> race(List<BookRequest> requests)
      throws InterruptedException, ExecutionException {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<String>> running = new ArrayList<>();
    try (ExecutorService racers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (BookRequest request : requests) {
        running.add(
            racers.submit(
                () -> {
                  start.await();
                  try {
                    return api().as(ADMIN).book(request).getAppointment().getId();
                  } catch (StatusRuntimeException e) {
                    return GrpcErrors.fromStatus(e).code();
                  }
                }));
      }
      start.countDown();
      List<String> outcomes = new ArrayList<>();
      for (Future<String> one : running) {
        outcomes.add(one.get());
      }
      return outcomes;
    }
  }
}
