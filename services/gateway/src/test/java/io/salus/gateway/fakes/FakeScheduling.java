package io.salus.gateway.fakes;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.salus.proto.scheduling.v1.Appointment;
import io.salus.proto.scheduling.v1.BookRequest;
import io.salus.proto.scheduling.v1.BookResponse;
import io.salus.proto.scheduling.v1.CancelAppointmentRequest;
import io.salus.proto.scheduling.v1.CancelAppointmentResponse;
import io.salus.proto.scheduling.v1.FindSlotsRequest;
import io.salus.proto.scheduling.v1.FindSlotsResponse;
import io.salus.proto.scheduling.v1.GetAppointmentRequest;
import io.salus.proto.scheduling.v1.GetAppointmentResponse;
import io.salus.proto.scheduling.v1.PutAvailabilityRequest;
import io.salus.proto.scheduling.v1.PutAvailabilityResponse;
import io.salus.proto.scheduling.v1.SchedulingServiceGrpc;
import io.salus.proto.scheduling.v1.Slot;
import io.salus.service.errors.AppException.Conflict;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A calendar: one visit a clinician and time; ids are made of both. */
final class FakeScheduling extends SchedulingServiceGrpc.SchedulingServiceImplBase {
  private final Map<String, Appointment> booked = new ConcurrentHashMap<>();

  @Override
  public void putAvailability(
      PutAvailabilityRequest request, StreamObserver<PutAvailabilityResponse> out) {
    FakeRecords.answer(
        out,
        () -> {
          if (request.getHoursList().stream()
              .anyMatch(h -> h.getEndMinute() <= h.getStartMinute())) {
            throw new InvalidInput("Hours must end after they start.", "hours[0]");
          }
          return PutAvailabilityResponse.newBuilder()
              .setScheduleId("schedule-" + request.getPractitionerId())
              .build();
        });
  }

  @Override
  public void findSlots(FindSlotsRequest request, StreamObserver<FindSlotsResponse> out) {
    FakeRecords.answer(
        out,
        () ->
            FindSlotsResponse.newBuilder()
                .addSlots(
                    Slot.newBuilder()
                        .setPractitionerId(request.getPractitionerId())
                        .setStart(request.getFrom())
                        .setEnd(request.getTo()))
                .build());
  }

  @Override
  public void book(BookRequest request, StreamObserver<BookResponse> out) {
    FakeRecords.answer(
        out,
        () -> {
          Timestamp start = request.getStart();
          String id = request.getPractitionerId() + "-" + start.getSeconds();
          Appointment visit =
              Appointment.newBuilder()
                  .setId(id)
                  .setPractitionerId(request.getPractitionerId())
                  .setPatientId(request.getPatientId())
                  .setStart(start)
                  .setEnd(start.toBuilder().setSeconds(start.getSeconds() + 1800))
                  .setStatus("booked")
                  .setReason(request.getReason())
                  .build();
          if (booked.putIfAbsent(id, visit) != null) {
            throw new Conflict("This time is taken.");
          }
          return BookResponse.newBuilder().setAppointment(visit).setRoomToken("room." + id).build();
        });
  }

  @Override
  public void getAppointment(
      GetAppointmentRequest request, StreamObserver<GetAppointmentResponse> out) {
    FakeRecords.answer(
        out,
        () -> GetAppointmentResponse.newBuilder().setAppointment(require(request.getId())).build());
  }

  @Override
  public void cancelAppointment(
      CancelAppointmentRequest request, StreamObserver<CancelAppointmentResponse> out) {
    FakeRecords.answer(
        out,
        () ->
            CancelAppointmentResponse.newBuilder()
                .setAppointment(require(request.getId()).toBuilder().setStatus("cancelled"))
                .build());
  }

  private Appointment require(String id) {
    Appointment visit = booked.get(id);
    if (visit == null) {
      throw new NotFound("There is no such visit.");
    }
    return visit;
  }
}
