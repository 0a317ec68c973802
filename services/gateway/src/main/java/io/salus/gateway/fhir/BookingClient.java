package io.salus.gateway.fhir;

import com.google.protobuf.Timestamp;
import io.grpc.Channel;
import io.salus.gateway.backend.BackendClient;
import io.salus.proto.scheduling.v1.BookRequest;
import io.salus.proto.scheduling.v1.SchedulingServiceGrpc;
import io.salus.service.grpc.GrpcChannels;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;

/** Books what a FHIR Appointment asks for. */
@ApplicationScoped
class BookingClient {
  private final BackendClient backend;
  private final Channel channel;

  BookingClient(BackendClient backend, GrpcChannels channels) {
    this.backend = backend;
    this.channel = channels.to("scheduling", SchedulingServiceGrpc.getServiceDescriptor());
  }

  /** Completes with the Appointment's id. */
  Future<String> book(FhirRequest request, AppointmentDraft draft, String idempotencyKey) {
    BookRequest message =
        BookRequest.newBuilder()
            .setPractitionerId(draft.practitioner())
            .setPatientId(draft.patient())
            .setStart(Timestamp.newBuilder().setSeconds(draft.start().getEpochSecond()))
            .setReason(draft.reason())
            .setIdempotencyKey(idempotencyKey)
            .build();
    return Future.fromCompletionStage(
            backend.start(
                request.http(),
                channel,
                SchedulingServiceGrpc.getBookMethod(),
                message,
                backend.deadline()),
            request.http().vertx().getOrCreateContext())
        .map(response -> response.getAppointment().getId());
  }
}
