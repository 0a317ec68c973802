package io.salus.scheduling;

import io.quarkus.grpc.GrpcService;
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
import io.salus.proto.scheduling.v1.SchedulingService;
import io.salus.scheduling.booking.Booking;
import io.salus.scheduling.booking.Visit;
import io.salus.scheduling.booking.VisitRequest;
import io.salus.scheduling.booking.VisitStatus;
import io.salus.scheduling.booking.Visits;
import io.salus.scheduling.calendar.Calendar;
import io.salus.scheduling.calendar.Calendars;
import io.salus.scheduling.calendar.FreeSlots;
import io.salus.scheduling.room.RoomTokens;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.Unauthenticated;
import io.salus.service.security.Caller;
import io.salus.service.security.CallerContext;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** Calendars and visits over gRPC. */
@GrpcService
class SchedulingGrpcService implements SchedulingService {
  private static final String READ = "salus/scheduling.read";
  private static final String WRITE = "salus/scheduling.write";

  private final Calendars calendars;
  private final FreeSlots freeSlots;
  private final Booking booking;
  private final Visits visits;
  private final RoomTokens rooms;
  private final SchedulingProtoMapper mapper;

  SchedulingGrpcService(
      Calendars calendars,
      FreeSlots freeSlots,
      Booking booking,
      Visits visits,
      RoomTokens rooms,
      SchedulingProtoMapper mapper) {
    this.calendars = calendars;
    this.freeSlots = freeSlots;
    this.booking = booking;
    this.visits = visits;
    this.rooms = rooms;
    this.mapper = mapper;
  }

  @Override
  @Blocking
  public Uni<PutAvailabilityResponse> putAvailability(PutAvailabilityRequest request) {
    Caller caller = caller(WRITE);
    if (caller.patientContext().isPresent()) {
      throw new Forbidden("A patient cannot set a clinician's hours.");
    }
    VisitRequest.checkId(request.getPractitionerId(), "practitioner_id");
    Calendar calendar =
        calendars.put(caller, token(), request.getPractitionerId(), mapper.availability(request));
    return answer(
        PutAvailabilityResponse.newBuilder().setScheduleId(calendar.id().toString()).build());
  }

  @Override
  @Blocking
  public Uni<FindSlotsResponse> findSlots(FindSlotsRequest request) {
    Caller caller = caller(READ);
    String practitioner = request.getPractitionerId();
    VisitRequest.checkId(practitioner, "practitioner_id");
    FindSlotsResponse.Builder response = FindSlotsResponse.newBuilder();
    freeSlots
        .find(
            caller,
            practitioner,
            mapper.instant(request.hasFrom(), request.getFrom(), "from"),
            mapper.instant(request.hasTo(), request.getTo(), "to"),
            request.getLimit())
        .forEach(slot -> response.addSlots(mapper.slot(practitioner, slot)));
    return answer(response.build());
  }

  @Override
  @Blocking
  public Uni<BookResponse> book(BookRequest request) {
    Caller caller = caller(WRITE);
    Visit visit = booking.book(caller, token(), mapper.visitRequest(request));
    BookResponse.Builder response =
        BookResponse.newBuilder().setAppointment(mapper.appointment(visit));
    if (visit.status() == VisitStatus.BOOKED) {
      response.setRoomToken(rooms.issue(caller.tenant(), visit.id(), visit.start(), visit.end()));
    }
    return answer(response.build());
  }

  @Override
  @Blocking
  public Uni<GetAppointmentResponse> getAppointment(GetAppointmentRequest request) {
    Visit visit = visits.require(caller(READ), request.getId());
    return answer(
        GetAppointmentResponse.newBuilder().setAppointment(mapper.appointment(visit)).build());
  }

  @Override
  @Blocking
  public Uni<CancelAppointmentResponse> cancelAppointment(CancelAppointmentRequest request) {
    Visit visit = visits.cancel(caller(WRITE), request.getId());
    return answer(
        CancelAppointmentResponse.newBuilder().setAppointment(mapper.appointment(visit)).build());
  }

  private static Caller caller(String scope) {
    Caller caller = CallerContext.current();
    caller.require(scope);
    return caller;
  }

  private static String token() {
    String token = CallerContext.token();
    if (token == null) {
      throw new Unauthenticated("A bearer token is needed.");
    }
    return token;
  }

  private static <T> Uni<T> answer(T response) {
    return Uni.createFrom().item(response);
  }
}
