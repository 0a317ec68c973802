package io.salus.inference.cds;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Statements on {@code card_feedback}; row-level security narrows each to the tenant's rows. */
@ApplicationScoped
class FeedbackTable implements PanacheRepositoryBase<FeedbackEntity, UUID> {
  /** Oldest first. */
  List<FeedbackEntity> of(UUID prediction) {
    return list("prediction = ?1 order by outcomeAt, id", prediction);
  }

  /** 1, or 0 when the same was said before. */
  int add(FeedbackEntity row) {
    return getEntityManager()
        .createQuery(
            "insert into CardFeedback (id, tenant, prediction, accepted, acceptedSuggestions,"
                + " reasonSystem, reasonCode, reasonDisplay, comment, outcomeAt, reportedBy,"
                + " receivedAt, sha256) values (:id, :tenant, :prediction, :accepted,"
                + " :suggestions, :system, :code, :display, :comment, :outcomeAt, :reportedBy,"
                + " :receivedAt, :sha256) on conflict do nothing")
        .setParameter("id", row.id)
        .setParameter("tenant", row.tenant)
        .setParameter("prediction", row.prediction)
        .setParameter("accepted", row.accepted)
        .setParameter("suggestions", row.acceptedSuggestions)
        .setParameter("system", row.reasonSystem)
        .setParameter("code", row.reasonCode)
        .setParameter("display", row.reasonDisplay)
        .setParameter("comment", row.comment)
        .setParameter("outcomeAt", row.outcomeAt)
        .setParameter("reportedBy", row.reportedBy)
        .setParameter("receivedAt", row.receivedAt)
        .setParameter("sha256", row.sha256)
        .executeUpdate();
  }
}
