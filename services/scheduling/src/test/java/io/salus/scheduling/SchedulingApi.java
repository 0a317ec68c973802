package io.salus.scheduling;

import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.salus.proto.scheduling.v1.BookRequest;
import io.salus.proto.scheduling.v1.BookResponse;
import io.salus.proto.scheduling.v1.DayOfWeek;
import io.salus.proto.scheduling.v1.FindSlotsRequest;
import io.salus.proto.scheduling.v1.PutAvailabilityRequest;
import io.salus.proto.scheduling.v1.SchedulingServiceGrpc;
import io.salus.proto.scheduling.v1.SchedulingServiceGrpc.SchedulingServiceBlockingStub;
import io.salus.proto.scheduling.v1.Slot;
import io.salus.proto.scheduling.v1.WeeklyHours;
import io.salus.service.errors.AppException;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.grpc.Bearer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/** The service as its callers see it: over gRPC, with a token. */
final class SchedulingApi implements AutoCloseable {
  static final Instant MONDAY = Instant.parse("2031-06-02T00:00:00Z");
  private final ManagedChannel channel;

  SchedulingApi(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  SchedulingServiceBlockingStub as(String token) {
    return SchedulingServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(new Bearer(token))
        .withDeadlineAfter(30, java.util.concurrent.TimeUnit.SECONDS);
  }

  /** A practitioner of its own for each test, with slots of 30 minutes all day long, in UTC. */
  String practitioner(String token) {
    String id = "doc-" + UUID.randomUUID();
    var unused = as(token).putAvailability(alwaysOpen(id).build());
    return id;
  }

  static PutAvailabilityRequest.Builder alwaysOpen(String practitioner) {
    PutAvailabilityRequest.Builder request =
        PutAvailabilityRequest.newBuilder()
            .setPractitionerId(practitioner)
            .setTimeZone("UTC")
            .setSlotMinutes(30);
    for (int day = 1; day <= 7; day++) {
      request.addHours(
          WeeklyHours.newBuilder()
              .setDay(DayOfWeek.forNumber(day))
              .setStartMinute(0)
              .setEndMinute(1440));
    }
    return request;
  }

  static String patient() {
    return "pat-" + UUID.randomUUID();
  }

  /** A request for the slot of that number on a Monday far away. */
  static BookRequest.Builder request(String practitioner, String patient, int slot) {
    return BookRequest.newBuilder()
        .setPractitionerId(practitioner)
        .setPatientId(patient)
        .setStart(timestamp(start(slot)));
  }

  static Instant start(int slot) {
    return MONDAY.plusSeconds(slot * 1800L);
  }

  BookResponse book(String token, String practitioner, String patient, int slot) {
    return as(token).book(request(practitioner, patient, slot).build());
  }

  List<Instant> freeStarts(String token, String practitioner, Instant from, Instant to) {
    return as(token)
        .findSlots(
            FindSlotsRequest.newBuilder()
                .setPractitionerId(practitioner)
                .setFrom(timestamp(from))
                .setTo(timestamp(to))
                .build())
        .getSlotsList()
        .stream()
        .map(Slot::getStart)
        .map(t -> Instant.ofEpochSecond(t.getSeconds()))
        .toList();
  }

  static Timestamp timestamp(Instant moment) {
    return Timestamp.newBuilder().setSeconds(moment.getEpochSecond()).build();
  }

  /** The error that a call answers with. */
  static AppException refusal(Executable call) {
    return GrpcErrors.fromStatus(Assertions.assertThrows(StatusRuntimeException.class, call));
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
