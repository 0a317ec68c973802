package io.salus.scheduling.booking;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A visit's row, for reading: functions of the database write it together with the occupancy. */
@Entity
@Immutable
@Table(name = "appointment")
class AppointmentEntity {
  @Id
  @Column(name = "id")
  UUID id;

  @Column(name = "tenant", nullable = false)
  String tenant;

  @Column(name = "calendar_id", nullable = false)
  UUID calendarId;

  @Column(name = "slot_id", nullable = false)
  UUID slotId;

  @Column(name = "practitioner_id", nullable = false)
  String practitionerId;

  @Column(name = "patient_id", nullable = false)
  String patientId;

  @Column(name = "starts_at", nullable = false)
  Instant startsAt;

  @Column(name = "ends_at", nullable = false)
  Instant endsAt;

  @Column(name = "status", nullable = false)
  String status;

  @Column(name = "reason", nullable = false)
  String reason;

  @Column(name = "created_at", nullable = false)
  Instant createdAt;

  @Column(name = "changed_by", nullable = false)
  String changedBy;

  Visit toVisit() {
    return new Visit(
        id,
        calendarId,
        slotId,
        practitionerId,
        patientId,
        startsAt,
        endsAt,
        VisitStatus.of(status),
        reason,
        createdAt,
        changedBy);
  }

  @Override
  public String toString() {
    return "Appointment " + id;
  }
}
