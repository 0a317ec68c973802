package io.salus.gateway.door;

import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.HttpErrors;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The last route: whatever no other took does not exist. */
@ApplicationScoped
class NotFoundRoute {
  void register(@Observes Router router) {
    router
        .route()
        .order(Integer.MAX_VALUE)
        .handler(http -> HttpErrors.end(http, new NotFound("There is nothing at this address.")));
  }
}
