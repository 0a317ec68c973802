package io.salus.gateway.scheduling;

import io.grpc.Channel;
import io.salus.gateway.backend.BackendClient;
import io.salus.gateway.backend.WireProtoMapper;
import io.salus.gateway.scheduling.AvailabilityRequest.Hours;
import io.salus.proto.scheduling.v1.BookRequest;
import io.salus.proto.scheduling.v1.BookResponse;
import io.salus.proto.scheduling.v1.CancelAppointmentRequest;
import io.salus.proto.scheduling.v1.FindSlotsRequest;
import io.salus.proto.scheduling.v1.GetAppointmentRequest;
import io.salus.proto.scheduling.v1.PutAvailabilityRequest;
import io.salus.proto.scheduling.v1.SchedulingServiceGrpc;
import io.salus.service.grpc.GrpcChannels;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** The scheduling service. */
@ApplicationScoped
class SchedulingClient {
  private final BackendClient backend;
  private final Channel channel;

  SchedulingClient(BackendClient backend, GrpcChannels channels) {
    this.backend = backend;
    this.channel = channels.to("scheduling", SchedulingServiceGrpc.getServiceDescriptor());
  }

  ScheduleView putAvailability(
      String practitioner, String timeZone, int slotMinutes, List<Hours> hours) {
    PutAvailabilityRequest.Builder request =
        PutAvailabilityRequest.newBuilder()
            .setPractitionerId(practitioner)
            .setTimeZone(timeZone)
            .setSlotMinutes(slotMinutes);
    for (int i = 0; i < hours.size(); i++) {
      request.addHours(SchedulingProtoMapper.hours(hours.get(i), i));
    }
    return new ScheduleView(
        backend
            .ask(channel, SchedulingServiceGrpc.getPutAvailabilityMethod(), request.build())
            .getScheduleId());
  }

  List<SlotView> slots(String practitioner, Instant from, Instant to, int limit) {
    FindSlotsRequest request =
        FindSlotsRequest.newBuilder()
            .setPractitionerId(practitioner)
            .setFrom(WireProtoMapper.timestamp(from))
            .setTo(WireProtoMapper.timestamp(to))
            .setLimit(limit)
            .build();
    return backend
        .ask(channel, SchedulingServiceGrpc.getFindSlotsMethod(), request)
        .getSlotsList()
        .stream()
        .map(SchedulingProtoMapper::slot)
        .toList();
  }

  AppointmentView book(
      String practitioner, String patient, Instant start, String reason, String idempotencyKey) {
    BookRequest request =
        BookRequest.newBuilder()
            .setPractitionerId(practitioner)
            .setPatientId(patient)
            .setStart(WireProtoMapper.timestamp(start))
            .setReason(reason)
            .setIdempotencyKey(idempotencyKey)
            .build();
    BookResponse booked = backend.ask(channel, SchedulingServiceGrpc.getBookMethod(), request);
    return SchedulingProtoMapper.appointment(booked.getAppointment(), booked.getRoomToken());
  }

  AppointmentView get(String id) {
    GetAppointmentRequest request = GetAppointmentRequest.newBuilder().setId(id).build();
    return SchedulingProtoMapper.appointment(
        backend
            .ask(channel, SchedulingServiceGrpc.getGetAppointmentMethod(), request)
            .getAppointment(),
        null);
  }

  AppointmentView cancel(String id) {
    CancelAppointmentRequest request = CancelAppointmentRequest.newBuilder().setId(id).build();
    return SchedulingProtoMapper.appointment(
        backend
            .ask(channel, SchedulingServiceGrpc.getCancelAppointmentMethod(), request)
            .getAppointment(),
        null);
  }
}
