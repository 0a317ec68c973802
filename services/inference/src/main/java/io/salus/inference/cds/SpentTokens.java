package io.salus.inference.cds;

import io.salus.inference.artefact.Sha256;
import io.salus.service.errors.AppException.Conflict;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Tokens of CDS clients that were used. They are kept in the database, so that a token that was
 * overheard is of no use at another gateway either, nor after a restart.
 */
@ApplicationScoped
class SpentTokens {
  private final EntityManager database;
  private final TenantTransactions transactions;

  SpentTokens(EntityManager database, TenantTransactions transactions) {
    this.database = database;
    this.transactions = transactions;
  }

  /** Throws {@link Conflict} when the token was used before. */
  void spend(Caller caller, String issuer, String tokenId, Instant expiresAt) {
    if (!caller.isService("gateway")) {
      throw new Forbidden("Only the gateway says which tokens were used.");
    }
    if (issuer.isBlank() || tokenId.isBlank()) {
      throw new InvalidInput("A token has an issuer and an id.");
    }
    String hash = Sha256.of((issuer + "\n" + tokenId).getBytes(StandardCharsets.UTF_8));
    if (transactions.call(caller, () -> insert(caller.tenant(), hash, expiresAt)) == 0) {
      throw new Conflict("This token was used before.");
    }
  }

  private int insert(String tenant, String hash, Instant expiresAt) {
    database
        .createNativeQuery(
            "delete from spent_token where expires_at < now() - interval '5 minutes'")
        .executeUpdate();
    return database
        .createNativeQuery(
            "insert into spent_token (tenant, sha256, expires_at)"
                + " values (:tenant, :sha256, :expires) on conflict do nothing")
        .setParameter("tenant", tenant)
        .setParameter("sha256", hash)
        .setParameter("expires", expiresAt)
        .executeUpdate();
  }
}
