package io.salus.scheduling.calendar;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A calendar's row. */
@Entity
@Table(name = "calendar")
class CalendarEntity {
  @Id
  @Column(name = "id")
  UUID id;

  @Column(name = "tenant", nullable = false)
  String tenant;

  @Column(name = "practitioner_id", nullable = false)
  String practitionerId;

  @Column(name = "time_zone", nullable = false)
  String timeZone;

  @Column(name = "slot_minutes", nullable = false)
  int slotMinutes;

  @Column(name = "version", nullable = false)
  int version;

  @Column(name = "changed_by", nullable = false)
  String changedBy;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(name = "calendar_hours", joinColumns = @JoinColumn(name = "calendar_id"))
  Set<HoursRow> hours = new HashSet<>();

  void set(Availability availability, String subject) {
    timeZone = availability.zone().getId();
    slotMinutes = availability.slotMinutes();
    changedBy = subject;
    version++;
    Set<HoursRow> wanted =
        availability.hours().stream().map(HoursRow::of).collect(Collectors.toSet());
    hours.retainAll(wanted);
    hours.addAll(wanted);
  }

  Calendar toCalendar() {
    Availability availability =
        new Availability(
            ZoneId.of(timeZone), slotMinutes, hours.stream().map(HoursRow::toHours).toList());
    return new Calendar(id, practitionerId, version, availability, changedBy);
  }

  @Override
  public String toString() {
    return "Calendar " + id;
  }
}
