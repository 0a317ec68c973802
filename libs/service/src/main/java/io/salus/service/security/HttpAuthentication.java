package io.salus.service.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Unauthenticated;
import io.salus.service.errors.HttpErrors;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;

/**
 * Every HTTP request needs a token that stands, but for the paths that are open by configuration.
 * gRPC requests pass here and are checked by {@link AuthenticationInterceptor}. Nothing is open by
 * mistake: who reads the caller of a request that was let through without a token gets 401.
 */
@ApplicationScoped
public class HttpAuthentication {
  private static final String CALLER = "salus.caller";
  private static final String TOKEN = "salus.token";
  private static final int BEFORE_ALL_ROUTES = 10_000;

  private final TokenVerifier verifier;
  private final Set<String> open;

  HttpAuthentication(TokenVerifier verifier, SecurityConfig config) {
    this.verifier = verifier;
    this.open = config.openPaths().orElse(Set.of());
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, BEFORE_ALL_ROUTES);
  }

  /** The verified caller of a request. Throws {@link Unauthenticated} when there is none. */
  public static Caller caller(RoutingContext context) {
    Caller caller = context.get(CALLER);
    if (caller == null) {
      throw new Unauthenticated("A bearer token is needed.");
    }
    return caller;
  }

  /**
   * The bearer token of a request, to be forwarded. Throws {@link Unauthenticated} when there is
   * none.
   */
  public static String token(RoutingContext context) {
    String token = context.get(TOKEN);
    if (token == null) {
      throw new Unauthenticated("A bearer token is needed.");
    }
    return token;
  }

  private void check(RoutingContext context) {
    String authorization = context.request().getHeader("Authorization");
    String contentType = context.request().getHeader("Content-Type");
    boolean grpc = contentType != null && contentType.startsWith("application/grpc");
    if (grpc || (authorization == null && open.contains(context.normalizedPath()))) {
      context.next();
      return;
    }
    try {
      context.put(CALLER, verifier.verifyHeader(authorization));
      context.put(TOKEN, String.valueOf(authorization).substring(7).trim());
    } catch (AppException e) {
      HttpErrors.end(context, e);
      return;
    }
    context.next();
  }
}
