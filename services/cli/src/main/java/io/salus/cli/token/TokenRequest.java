package io.salus.cli.token;

import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
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

  private static final Pattern TENANT_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern FHIR_ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  /** Refuses what no service would take, here where somebody can still change it. */
  public TokenRequest {
    if (!TENANT_NAME.matcher(tenant).matches()) {
      throw wrong(
          "'" + tenant + "' is no name of a tenant.",
          "Use small letters, digits and hyphens, for example --tenant north-clinic.");
    }
    if (patient != null && !FHIR_ID.matcher(patient).matches()) {
      throw wrong("'" + patient + "' is no logical id.", "Name the id of a Patient resource.");
    }
    if (patient == null
        && Arrays.stream(scope.strip().split("\\s+")).anyMatch(s -> s.startsWith("patient/"))) {
      throw wrong(
          "Scopes that begin with patient/ need a patient.", "Add --patient ID, or use user/*.rs.");
    }
    if (user.isBlank()) {
      throw wrong("A token names its user.", "Add --user NAME.");
    }
  }

  private static Failure wrong(String message, String remedy) {
    return new Failure(Exit.WRONG_ARGUMENTS, message, remedy);
  }

  /** All rights in a tenant. */
  public static TokenRequest everything(String user, String tenant, Duration lifetime) {
    return new TokenRequest(user, tenant, EVERYTHING, null, lifetime);
  }
}
