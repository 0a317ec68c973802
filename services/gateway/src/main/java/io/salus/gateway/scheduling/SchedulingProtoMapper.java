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

  static WeeklyHours hours(@Nullable Hours hours, int index) {
    if (hours == null) {
      throw new InvalidInput("Hours are an object.", "hours[" + index + "]");
    }
    return WeeklyHours.newBuilder()
        .setDay(day(hours.day(), index))
        .setStartMinute(minute(hours.startMinute(), index, "start_minute"))
        .setEndMinute(minute(hours.endMinute(), index, "end_minute"))
        .build();
  }

  /** Midnight is minute 0, so hours that leave a minute out must not get it unasked. */
  private static int minute(@Nullable Integer minute, int index, String field) {
    if (minute == null) {
      throw new InvalidInput("Hours need a first and a last minute.", place(index, field));
    }
    return minute;
  }

  private static String place(int index, String field) {
    return "hours[" + index + "]." + field;
  }

  private static DayOfWeek day(@Nullable String name, int index) {
    String wanted = "DAY_OF_WEEK_" + String.valueOf(name).toUpperCase(Locale.ROOT);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().equals(wanted) && day != DayOfWeek.DAY_OF_WEEK_UNSPECIFIED) {
        return day;
      }
    }
    throw new InvalidInput("A day is monday to sunday.", place(index, "day"));
  }
}
