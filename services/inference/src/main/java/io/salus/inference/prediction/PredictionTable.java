package io.salus.inference.prediction;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Statements on {@code prediction}; row-level security narrows each to the tenant's rows. */
@ApplicationScoped
class PredictionTable implements PanacheRepositoryBase<PredictionEntity, UUID> {
  /** A prediction that the caller may see: a patient's token sees that patient's only. */
  Optional<PredictionEntity> find(Caller caller, UUID id) {
    return caller
        .patientContext()
        .map(patient -> find("id = ?1 and patient = ?2", id, patient))
        .orElseGet(() -> find("id = ?1", id))
        .firstResultOptional();
  }

  /** The newest of a model that were made from one moment on until before another. */
  List<PredictionEntity> window(UUID model, Instant from, Instant to, int most) {
    return find(
            "model = ?1 and createdAt >= ?2 and createdAt < ?3 order by createdAt desc, id desc",
            model,
            from,
            to)
        .page(Page.ofSize(most))
        .list();
  }

  /** Models that have made a prediction. */
  List<UUID> models() {
    return getEntityManager()
        .createQuery("select distinct p.model from Prediction p", UUID.class)
        .getResultList();
  }

  /** Some whose inputs are not later than a moment, and that were not asked after since another. */
  List<OpenPrediction> open(UUID model, Instant latest, Instant notAskedSince, int most) {
    return getEntityManager()
        .createQuery(
            "select new io.salus.inference.prediction.OpenPrediction(p.id, p.patient, p.asOf)"
                + " from Prediction p where p.model = :model and p.happened is null"
                + " and p.asOf <= :latest"
                + " and (p.outcomeAskedAt is null or p.outcomeAskedAt <= :since)"
                + " order by p.asOf, p.id",
            OpenPrediction.class)
        .setParameter("model", model)
        .setParameter("latest", latest)
        .setParameter("since", notAskedSince)
        .setMaxResults(most)
        .getResultList();
  }

  /** Some that are not sealed yet. */
  List<PredictionEntity> plain(int most) {
    return find("sealed is null order by id").page(Page.ofSize(most)).list();
  }

  /** Puts sealed values in the place of plain ones, unless another did. */
  void seal(UUID id, byte[] sealed) {
    getEntityManager()
        .createNativeQuery("select seal_prediction(:id, :sealed)")
        .setParameter("id", id)
        .setParameter("sealed", sealed)
        .getSingleResult();
  }
}
