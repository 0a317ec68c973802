package io.salus.cli.api;

import io.salus.cli.home.Home;
import io.salus.cli.stack.Stack;
import io.salus.cli.token.TokenRequest;
import io.salus.cli.token.Tokens;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which gateway is asked, and as whom. */
public final class Gateway {
  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      defaultValue = TokenRequest.DEFAULT_TENANT,
      description = "Whose data. Default: ${DEFAULT-VALUE}.")
  private String tenant = TokenRequest.DEFAULT_TENANT;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Another gateway than the local stack's; needs --token.")
  private @Nullable String url;

  @Option(names = "--token", paramLabel = "TOKEN", description = "Token for --url.")
  private @Nullable String token;

  /**
   * @param user subject of a token for the local stack, when none is given
   * @param lifetime how long that token holds
   */
  public Api api(String user, Duration lifetime) {
    String given = token;
    if (url != null && given != null) {
      return new Api(url.replaceAll("/$", ""), () -> given);
    }
    Home home = Home.standard();
    String base =
        url == null ? new Stack(home).requireRunning().gatewayUrl() : url.replaceAll("/$", "");
    String own = new Tokens(home).issue(TokenRequest.everything(user, tenant, lifetime));
    return new Api(base, () -> own);
  }
}
