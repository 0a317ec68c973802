package io.salus.gateway.scheduling;

import io.salus.gateway.backend.WireProtoMapper;
import io.salus.gateway.scheduling.AvailabilityRequest.Hours;
import io.salus.proto.scheduling.v1.Appointment;
import io.salus.proto.scheduling.v1.DayOfWeek;
import io.salus.proto.scheduling.v1.Slot;
import io.salus.proto.scheduling.v1.WeeklyHours;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Calendars and visits as REST shows them. */
final class SchedulingProtoMapper {
  private SchedulingProtoMapper() {}

  static SlotView slot(Slot slot) {
    return new SlotView(
        slot.getPractitionerId(),
        WireProtoMapper.instant(slot.getStart()),
        WireProtoMapper.instant(slot.getEnd()));
  }

  static AppointmentView appointment(Appointment visit, @Nullable String roomToken) {
    return new AppointmentView(
        visit.getId(),
        visit.getPractitionerId(),
        visit.getPatientId(),
        WireProtoMapper.instant(visit.getStart()),
        WireProtoMapper.instant(visit.getEnd()),
        visit.getStatus(),
        visit.getReason(),
        roomToken);
  }

  static WeeklyHours hours(Hours hours, int index) {
    return WeeklyHours.newBuilder()
        .setDay(day(hours.day(), index))
        .setStartMinute(hours.startMinute())
        .setEndMinute(hours.endMinute())
        .build();
  }

  private static DayOfWeek day(@Nullable String name, int index) {
    String wanted = "DAY_OF_WEEK_" + String.valueOf(name).toUpperCase(Locale.ROOT);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().equals(wanted) && day != DayOfWeek.DAY_OF_WEEK_UNSPECIFIED) {
        return day;
      }
    }
    throw new InvalidInput("A day is monday to sunday.", "hours[" + index + "].day");
  }
}
