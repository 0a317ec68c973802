package io.salus.cli.token;

import io.salus.cli.home.Home;
import io.salus.cli.terminal.Command;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Json;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
    name = "token",
    header = "Print a token for the local stack, and nothing else.",
    description = {
      "",
      "The token is signed (RS256) by a key that was made at first start and never leaves the state directory.",
      "",
      "Scopes are SMART v2 (system/*.cruds, user/Observation.rs, patient/*.rs) and Salus' own (salus/models.score, "
          + "salus/scheduling.write, ...); salus/*.* is all of the latter.",
      "",
      "Example: curl -H \"Authorization: Bearer $$(./salus token --scope 'user/*.rs')\" http://127.0.0.1:8080/fhir/Patient",
      ""
    })
public final class TokenCommand extends Command {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhd])");
  private static final Duration LONGEST = Duration.ofDays(30);

  @Option(
      names = "--scope",
      paramLabel = "SCOPES",
      description = "Rights, space separated. Default: everything, or patient/*.rs with --patient.")
  private @Nullable String scope;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      defaultValue = "local-admin",
      description = "Subject. Default: ${DEFAULT-VALUE}.")
  private String user = "local-admin";

  @Option(
      names = "--patient",
      paramLabel = "ID",
      description = "Limit it to this patient's compartment.")
  private @Nullable String patient;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      defaultValue = TokenRequest.DEFAULT_TENANT,
      description = "Whose data. Default: ${DEFAULT-VALUE}.")
  private String tenant = TokenRequest.DEFAULT_TENANT;

  @Option(
      names = "--ttl",
      paramLabel = "SPAN",
      defaultValue = "1h",
      description = "How long it holds: 90s, 30m, 8h, 7d; at most 30d. Default: ${DEFAULT-VALUE}.")
  private String ttl = "1h";

  @Override
  public Integer call() {
    String rights = scope;
    if (rights == null) {
      rights = patient == null ? TokenRequest.EVERYTHING : "patient/*.rs";
    }
    var request = new TokenRequest(user, tenant, rights, patient, lifetime(ttl));
    String token = new Tokens(Home.standard()).issue(request);
    var answer = Json.object().put("token", token).put("scope", rights).put("tenant", tenant);
    answer.put("user", user).put("expires_in_seconds", request.lifetime().toSeconds());
    console().answer(answer, token);
    return Exit.OK.code();
  }

  static Duration lifetime(String span) {
    Matcher matcher = SPAN.matcher(span);
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration duration =
          switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
          };
      if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    }
    throw new Failure(
        Exit.WRONG_ARGUMENTS,
        "'" + span + "' is no time that a token can hold.",
        "Write for example --ttl 90s, 30m, 8h or 7d; 30d is the most.");
  }
}
