package io.salus.gateway.cds;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.salus.gateway.door.PublicUrl;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Conflict;
import io.salus.service.errors.AppException.Unauthenticated;
import io.salus.service.errors.HttpErrors;
import io.salus.service.security.HttpAuthentication;
import io.salus.service.security.InternalTokens;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Lets trusted CDS clients in by tokens that they sign themselves, to CDS services and nothing
 * else. Behind the door the gateway acts for them by a short internal token with the scopes that
 * the operator gave them; the client's own goes no further.
 */
@ApplicationScoped
class ClientTokenFilter {
  private static final int BEFORE_AUTHENTICATION = 15_000;
  private static final String ROOT = "/cds-services";
  private static final String FEEDBACK = "/feedback";
  private static final Duration CALL = Duration.ofMinutes(2);

  private final TrustedClients clients;
  private final InternalTokens internal;
  private final CdsClient inference;
  private final PublicUrl url;

  ClientTokenFilter(
      TrustedClients clients, InternalTokens internal, CdsClient inference, PublicUrl url) {
    this.clients = clients;
    this.internal = internal;
    this.inference = inference;
    this.url = url;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, BEFORE_AUTHENTICATION);
  }

  private void check(RoutingContext http) {
    String path = http.normalizedPath();
    String token = bearer(http.request().getHeader("Authorization"));
    if (token == null || !(path.equals(ROOT) || path.startsWith(ROOT + "/"))) {
      http.next();
      return;
    }
    Optional<ClientToken> proven;
    try {
      proven = clients.verify(token, addresses(http, path));
    } catch (AppException e) {
      HttpErrors.end(http, e);
      return;
    }
    if (proven.isEmpty()) {
      http.next(); // Salus' own tokens are checked where they always are
      return;
    }
    spend(http, proven.get());
  }

  private void spend(RoutingContext http, ClientToken token) {
    String acting = internal.actFor(token.caller(), "cds", CALL);
    Context context = http.vertx().getOrCreateContext();
    http.request().pause();
    var unused =
        inference
            .spend(token, acting)
            .whenComplete(
                (done, failure) ->
                    context.runOnContext(
                        back -> {
                          http.request().resume();
                          if (failure == null) {
                            HttpAuthentication.accept(http, token.caller(), acting);
                            http.next();
                          } else {
                            HttpErrors.end(http, refusal(failure));
                          }
                        }));
  }

  private static Throwable refusal(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof Conflict
        ? new Unauthenticated("The token was used before; each call needs one of its own.")
        : cause;
  }

  /** The address that is called; feedback may also go with a token for the service it is on. */
  private List<String> addresses(RoutingContext http, String path) {
    String address = url.of(http.request()) + path;
    return path.endsWith(FEEDBACK) && HttpMethod.POST.equals(http.request().method())
        ? List.of(address, address.substring(0, address.length() - FEEDBACK.length()))
        : List.of(address);
  }

  private static @Nullable String bearer(@Nullable String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
        ? authorization.substring(7).trim()
        : null;
  }
}
