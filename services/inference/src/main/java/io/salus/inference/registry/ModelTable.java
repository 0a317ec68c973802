package io.salus.inference.registry;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Statements on {@code model}; row-level security narrows each to the tenant's and shared rows. Of
 * two models of one name the tenant's own comes first.
 */
@ApplicationScoped
class ModelTable implements PanacheRepositoryBase<ModelEntity, UUID> {
  Optional<ModelEntity> version(String name, int version) {
    return find("name = ?1 and version = ?2 order by shared", name, version).firstResultOptional();
  }

  Optional<ModelEntity> promoted(String name) {
    return find("name = ?1 and promoted order by shared", name).firstResultOptional();
  }

  /** The canary beside a promoted version: of the same tenant. */
  Optional<ModelEntity> canary(ModelEntity promoted) {
    return find(
            "tenant = ?1 and name = ?2 and canaryShare is not null", promoted.tenant, promoted.name)
        .firstResultOptional();
  }

  Optional<ModelEntity> newest(String name) {
    return find("name = ?1 order by shared, version desc", name).firstResultOptional();
  }

  Optional<ModelEntity> ofJob(String tenant, String job) {
    return find("tenant = ?1 and job = ?2", tenant, job).firstResultOptional();
  }

  List<ModelEntity> versions(String name) {
    return list("name = ?1 order by shared, version desc", name);
  }

  List<ModelEntity> newestOfEach() {
    return list(
        "version = (select max(o.version) from Model o where o.tenant = tenant and o.name = name)"
            + " order by createdAt desc");
  }

  /** Waits until no other transaction registers or promotes under this name. */
  void lock(String tenant, String name) {
    getEntityManager()
        .createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended(:key, 0)) as text)")
        .setParameter("key", "model/" + tenant + "/" + name)
        .getSingleResult();
  }

  int highestVersion(String tenant, String name) {
    return getEntityManager()
        .createQuery(
            "select coalesce(max(m.version), 0) from Model m"
                + " where m.tenant = :tenant and m.name = :name",
            Integer.class)
        .setParameter("tenant", tenant)
        .setParameter("name", name)
        .getSingleResult();
  }

  /** Afterwards the promoted version answers for all. */
  void endCanary(String tenant, String name) {
    update(
        "canaryShare = null where tenant = ?1 and name = ?2 and canaryShare is not null",
        tenant,
        name);
  }

  /** The old one first: at no moment are there two. */
  void makeCanary(ModelEntity model, int share) {
    endCanary(model.tenant, model.name);
    update("canaryShare = ?1 where id = ?2", share, model.id);
  }

  /** The old version first: at no moment are two promoted. */
  void promote(ModelEntity model) {
    endCanary(model.tenant, model.name);
    update(
        "promoted = false where tenant = ?1 and name = ?2 and promoted and id <> ?3",
        model.tenant,
        model.name,
        model.id);
    update("promoted = true where id = ?1", model.id);
  }
}
