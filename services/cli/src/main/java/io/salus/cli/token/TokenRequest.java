package io.salus.cli.token;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a token shall say.
 *
 * @param user subject
 * @param tenant whose data it is about
 * @param scope space-separated rights
 * @param patient logical id of the one patient it is limited to, or null
 * @param lifetime how long it holds
 */
public record TokenRequest(
    String user, String tenant, String scope, @Nullable String patient, Duration lifetime) {
  public static final String EVERYTHING = "system/*.cruds salus/*.*";
  public static final String DEFAULT_TENANT = "clinic";

  /** All rights in a tenant. */
  public static TokenRequest everything(String user, String tenant, Duration lifetime) {
    return new TokenRequest(user, tenant, EVERYTHING, null, lifetime);
  }
}
