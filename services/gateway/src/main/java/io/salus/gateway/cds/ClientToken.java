package io.salus.gateway.cds;

import io.salus.service.security.Caller;
import java.time.Instant;

/**
 * A token that a trusted client signed, and that stands but for whether it was used before.
 *
 * @param caller what it may do
 * @param issuer its {@code iss}
 * @param id its {@code jti}
 */
record ClientToken(Caller caller, String issuer, String id, Instant expiresAt) {
  @Override
  public String toString() {
    return "ClientToken[" + caller + "]";
  }
}
