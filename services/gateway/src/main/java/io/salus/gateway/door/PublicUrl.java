package io.salus.gateway.door;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** The address by which a client knows this door; links start with it. */
@ApplicationScoped
public class PublicUrl {
  private final @Nullable String configured;

  PublicUrl(DoorConfig config) {
    configured = config.publicUrl().map(url -> url.replaceAll("/+$", "")).orElse(null);
  }

  /** Scheme and authority, without a slash at the end. */
  public String of(HttpServerRequest request) {
    if (configured != null) {
      return configured;
    }
    var authority = request.authority();
    return request.scheme() + "://" + (authority == null ? "localhost" : authority.toString());
  }
}
