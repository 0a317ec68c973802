package io.salus.scheduling.calendar;

import io.salus.scheduling.mirror.Mirror;
import io.salus.scheduling.mirror.MirrorTask;
import io.salus.scheduling.mirror.MirrorType;
import io.salus.scheduling.records.RecordsClient;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.id.TimeOrderedId;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;
import java.util.UUID;

/** Practitioners' calendars. */
@ApplicationScoped
public class Calendars {
  private final CalendarRepository repository;
  private final TenantTransactions transactions;
  private final RecordsClient records;
  private final ScheduleMirror schedules;
  private final Mirror mirror;

  Calendars(
      CalendarRepository repository,
      TenantTransactions transactions,
      RecordsClient records,
      ScheduleMirror schedules,
      Mirror mirror) {
    this.repository = repository;
    this.transactions = transactions;
    this.records = records;
    this.schedules = schedules;
    this.mirror = mirror;
  }

  /**
   * Sets a practitioner's availability; visits that stand are kept.
   *
   * @param token by which the records are asked whether there is such a practitioner
   */
  public Calendar put(Caller caller, String token, String practitioner, Availability availability) {
    if (!records.exists(token, "Practitioner", practitioner)) {
      throw new Unprocessable("There is no such practitioner.", "practitioner_id");
    }
    UUID claimant = UUID.randomUUID();
    Put put =
        transactions.call(
            caller, () -> putInTransaction(caller, practitioner, availability, claimant));
    if (put.version().isPresent()) {
      Calendar calendar = put.calendar();
      MirrorTask task =
          new MirrorTask(
              caller.tenant(),
              MirrorType.SCHEDULE,
              calendar.id(),
              put.version().getAsLong(),
              claimant);
      mirror.deliverNow(task, schedules.render(calendar), mirror.immediateEnd());
    }
    return put.calendar();
  }

  /** A practitioner's calendar. Throws {@link NotFound}. */
  public Calendar require(Caller caller, String practitioner) {
    return transactions.call(caller, () -> find(practitioner));
  }

  /** The same inside a transaction of the caller's tenant. */
  Calendar find(String practitioner) {
    return repository
        .ofPractitioner(practitioner)
        .orElseThrow(() -> new NotFound("This practitioner has no calendar."))
        .toCalendar();
  }

  private record Put(Calendar calendar, OptionalLong version) {}

  private Put putInTransaction(
      Caller caller, String practitioner, Availability availability, UUID claimant) {
    repository.lock(caller.tenant(), practitioner);
    CalendarEntity entity =
        repository.ofPractitioner(practitioner).orElseGet(() -> fresh(caller, practitioner));
    entity.set(availability, caller.subject());
    repository.persistAndFlush(entity);
    return new Put(
        entity.toCalendar(),
        mirror.enqueue(caller.tenant(), MirrorType.SCHEDULE, entity.id, claimant));
  }

  private static CalendarEntity fresh(Caller caller, String practitioner) {
    CalendarEntity entity = new CalendarEntity();
    entity.id = TimeOrderedId.next();
    entity.tenant = caller.tenant();
    entity.practitionerId = practitioner;
    return entity;
  }
}
