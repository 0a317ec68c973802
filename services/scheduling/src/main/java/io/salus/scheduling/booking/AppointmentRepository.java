package io.salus.scheduling.booking;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Visits, as the caller or the tenant may see them. */
@ApplicationScoped
class AppointmentRepository implements PanacheRepositoryBase<AppointmentEntity, UUID> {
  private final TenantTransactions transactions;

  AppointmentRepository(TenantTransactions transactions) {
    this.transactions = transactions;
  }

  /** A visit; a caller with a patient context sees that patient's only. */
  Optional<Visit> visibleTo(Caller caller, UUID id) {
    return transactions.call(
        caller,
        () ->
            caller
                .patientContext()
                .map(patient -> find("id = ?1 and patientId = ?2", id, patient))
                .orElseGet(() -> find("id", id))
                .firstResultOptional()
                .map(AppointmentEntity::toVisit));
  }

  /** A visit, for the mirror. */
  Optional<Visit> ofTenant(String tenant, UUID id) {
    return transactions.call(tenant, () -> findByIdOptional(id).map(AppointmentEntity::toVisit));
  }

  /** The visit that a slot is kept for, or else the last one that it was kept for. */
  Optional<Visit> ofSlot(String tenant, UUID slot) {
    return transactions.call(
        tenant,
        () ->
            find(
                    "slotId = ?1 order by case when status = 'booked' then 0 else 1 end, id desc",
                    slot)
                .firstResultOptional()
                .map(AppointmentEntity::toVisit));
  }
}
