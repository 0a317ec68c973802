package io.salus.scheduling;

import com.google.protobuf.Timestamp;
import io.salus.proto.scheduling.v1.Appointment;
import io.salus.proto.scheduling.v1.BookRequest;
import io.salus.proto.scheduling.v1.DayOfWeek;
import io.salus.proto.scheduling.v1.PutAvailabilityRequest;
import io.salus.proto.scheduling.v1.Slot;
import io.salus.proto.scheduling.v1.WeeklyHours;
import io.salus.scheduling.booking.Visit;
import io.salus.scheduling.booking.VisitRequest;
import io.salus.scheduling.calendar.Availability;
import io.salus.scheduling.calendar.Hours;
import io.salus.service.errors.AppException.InvalidInput;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;

/** Between the contract's messages and the domain. */
@ApplicationScoped
class SchedulingProtoMapper {

  Availability availability(PutAvailabilityRequest request) {
    return new Availability(
        zone(request.getTimeZone()),
        request.getSlotMinutes(),
        request.getHoursList().stream().map(SchedulingProtoMapper::hours).toList());
  }

  VisitRequest visitRequest(BookRequest request) {
    return new VisitRequest(
        request.getPractitionerId(),
        request.getPatientId(),
        instant(request.hasStart(), request.getStart(), "start"),
        request.getReason(),
        request.getIdempotencyKey());
  }

  Appointment appointment(Visit visit) {
    return Appointment.newBuilder()
        .setId(visit.id().toString())
        .setPractitionerId(visit.practitioner())
        .setPatientId(visit.patient())
        .setStart(timestamp(visit.start()))
        .setEnd(timestamp(visit.end()))
        .setStatus(visit.status().code())
        .setReason(visit.reason())
        .build();
  }

  Slot slot(String practitioner, io.salus.scheduling.calendar.Slot slot) {
    return Slot.newBuilder()
        .setPractitionerId(practitioner)
        .setStart(timestamp(slot.start()))
        .setEnd(timestamp(slot.end()))
        .build();
  }

  /** Throws {@link InvalidInput} when it is missing or outside of the years 1 to 9999. */
  Instant instant(boolean present, Timestamp timestamp, String place) {
    if (!present
        || timestamp.getNanos() < 0
        || timestamp.getNanos() > 999_999_999
        || timestamp.getSeconds() < -62_135_596_800L
        || timestamp.getSeconds() > 253_402_300_799L) {
      throw new InvalidInput("A moment is needed here.", place);
    }
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  private static Timestamp timestamp(Instant moment) {
    return Timestamp.newBuilder()
        .setSeconds(moment.getEpochSecond())
        .setNanos(moment.getNano())
        .build();
  }

  private static Hours hours(WeeklyHours hours) {
    int day = hours.getDay() == DayOfWeek.UNRECOGNIZED ? 0 : hours.getDay().getNumber();
    if (day == 0) {
      throw new InvalidInput("Hours need a day of the week.", "hours.day");
    }
    return new Hours(java.time.DayOfWeek.of(day), hours.getStartMinute(), hours.getEndMinute());
  }

  private static ZoneId zone(String name) {
    if (ZoneId.getAvailableZoneIds().contains(name)) {
      return ZoneId.of(name);
    }
    throw new InvalidInput(
        "The time zone is an IANA name, for example Europe/Berlin.", "time_zone");
  }
}
