package io.salus.synthesis.release;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Statements on {@code release}; row-level security narrows each to the transaction's tenant. */
@ApplicationScoped
class ReleaseRepository implements PanacheRepositoryBase<ReleaseEntity, UUID> {
  Optional<ReleaseEntity> ofJob(String job) {
    return find("job", job).firstResultOptional();
  }

  List<ReleaseEntity> newest(int limit) {
    return find("order by createdAt desc, id desc").page(0, limit).list();
  }
}
