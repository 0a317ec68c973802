package io.salus.service.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Unauthenticated;
import io.salus.service.errors.HttpErrors;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.regex.Pattern;

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
  private static final Pattern CALL = Pattern.compile("/\\w+(\\.\\w+)+/\\w+");

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

  /**
   * Takes the word of a filter that runs before this one and knows another kind of proof: the
   * request is this caller's, and what it asks of services goes with this token.
   */
  public static void accept(RoutingContext context, Caller caller, String token) {
    context.put(CALLER, caller);
    context.put(TOKEN, token);
  }

  /**
   * Whether a request is for the gRPC server, which checks and reads it by itself. The content type
   * alone does not tell, since anybody can send it anywhere; the path of a call names a service in
   * a package, and no other path has a dot before its second slash.
   */
  public static boolean isGrpc(HttpServerRequest request) {
    String contentType = request.getHeader("Content-Type");
    return contentType != null
        && contentType.startsWith("application/grpc")
        && HttpMethod.POST.equals(request.method())
        && CALL.matcher(String.valueOf(request.path())).matches();
  }

  private void check(RoutingContext context) {
    String authorization = context.request().getHeader("Authorization");
    if (isGrpc(context.request())
        || context.get(CALLER) != null
        || (authorization == null && open.contains(context.normalizedPath()))) {
      context.next();
      return;
    }
    try {
      TokenVerifier.Proof proof = verifier.proof(authorization);
      accept(context, proof.caller(), proof.token());
    } catch (AppException e) {
      HttpErrors.end(context, e);
      return;
    }
    context.next();
  }
}
