package io.salus.service.security;

import io.salus.service.errors.AppException.Forbidden;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks. One value that travels into every query that is built.
 *
 * @param tenant the tenant whose data is seen, never blank
 * @param subject the token's subject, for the audit trail
 * @param scopes SMART v2 and Salus scopes, as granted
 * @param patient logical id of the one patient whose compartment may be seen, or null for all
 * @param service name of the service that acts for the subject, or null when the subject calls
 *     itself
 */
public record Caller(
    String tenant,
    String subject,
    Set<String> scopes,
    @Nullable String patient,
    @Nullable String service) {

  public Caller {
    scopes = Set.copyOf(scopes);
    if (tenant.isBlank()) {
      throw new IllegalArgumentException("a caller has a tenant");
    }
  }

  /** The patient whose compartment bounds everything that is seen. */
  public Optional<String> patientContext() {
    return Optional.ofNullable(patient);
  }

  /** True when the named service makes this call, for itself or for a user. */
  public boolean isService(String name) {
    return name.equals(service);
  }

  /** Whether a scope such as {@code salus/models.train} was granted. */
  public boolean has(String scope) {
    return Scopes.allow(scopes, scope);
  }

  /** Throws {@link Forbidden} unless the scope was granted. */
  public void require(String scope) {
    if (!has(scope)) {
      throw new Forbidden("This needs the scope " + scope + ".");
    }
  }

  /**
   * Whether an interaction (c, r, u, d or s of SMART v2) on a resource type was granted. A Binary
   * can be bound to a resource of any type, and is for who may see that one: reading it needs the
   * right for all types, unless who asks looks at each ({@link #requireBoundBinary}).
   */
  public boolean hasFhir(String type, char interaction) {
    return Scopes.allowFhir(scopes, needed(type, interaction), interaction, patient != null);
  }

  /**
   * Throws {@link Forbidden} unless reading Binaries was granted: for one that is then given only
   * to who may see what it is bound to.
   */
  public void requireBoundBinary() {
    if (!Scopes.allowFhir(scopes, "Binary", 'r', patient != null)) {
      throw forbidden("Binary", 'r');
    }
  }

  /** Throws {@link Forbidden} unless the interaction (c, r, u, d or s) on the type was granted. */
  public void requireFhir(String type, char interaction) {
    if (!hasFhir(type, interaction)) {
      throw forbidden(needed(type, interaction), interaction);
    }
  }

  private static String needed(String type, char interaction) {
    boolean reads = interaction == 'r' || interaction == 's';
    return reads && type.equals("Binary") ? "*" : type;
  }

  private Forbidden forbidden(String type, char interaction) {
    String context = patient == null ? "user" : "patient";
    return new Forbidden("This needs the scope " + context + "/" + type + "." + interaction + ".");
  }

  @Override
  public String toString() {
    return "Caller[" + tenant + "/" + subject + "]";
  }
}
