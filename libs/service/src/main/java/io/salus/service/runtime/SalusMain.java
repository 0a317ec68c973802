package io.salus.service.runtime;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts a service. */
@QuarkusMain
public class SalusMain {
  SalusMain() {}

  /**
   * Browsers and curl send a {@code |} in a query as it is, and FHIR's tokens have one each.
   * Quarkus answers such an address with an empty 400 unless this is set before it starts; what is
   * wrong with an address the gateway says itself.
   */
  public static void main(String... args) {
    System.setProperty("vertx.disableURIValidation", "true");
    Quarkus.run(RoleApplication.class, args);
  }
}
