package io.salus.scheduling.calendar;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Calendars' rows. Every method runs inside a transaction of their tenant. */
@ApplicationScoped
class CalendarRepository implements PanacheRepositoryBase<CalendarEntity, UUID> {

  Optional<CalendarEntity> ofPractitioner(String practitioner) {
    return find("practitionerId", practitioner).firstResultOptional();
  }

  /** Makes changes of one practitioner's calendar follow each other, also the first two. */
  void lock(String tenant, String practitioner) {
    var unused =
        getEntityManager()
            .createNativeQuery(
                "select pg_advisory_xact_lock(hashtextextended(?1, 0)) is null", Boolean.class)
            .setParameter(1, tenant + "/calendar/" + practitioner)
            .getSingleResult();
  }
}
