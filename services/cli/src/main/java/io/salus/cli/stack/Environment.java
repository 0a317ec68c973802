package io.salus.cli.stack;

import io.salus.cli.home.Home;
import io.salus.cli.token.SigningKey;
import java.util.Map;
import java.util.TreeMap;

/**
 * The run-time configuration of one service in one role. Secrets travel here, never in a command
 * line.
 */
record Environment(Home home, Ports ports, Postgres postgres) {
  /** Workers end after this long without work: a start costs seconds, a sleeping one memory. */
  private static final String IDLE_EXIT = "PT20S";

  /**
   * One a core instead of two: the services share the cores, and fewer loops find more to do each
   * time they wake (half as many more reads a second over gRPC).
   */
  private static final String EVENT_LOOPS =
      Integer.toString(Runtime.getRuntime().availableProcessors());

  Map<String, String> of(Service service, Service.Role role) {
    var environment = new TreeMap<String, String>();
    environment.put("QUARKUS_PROFILE", role.profile());
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
    environment.put("QUARKUS_MANAGEMENT_ENABLED", "true");
    environment.put("QUARKUS_LOG_CONSOLE_COLOR", "false");
    environment.put("QUARKUS_BANNER_ENABLED", "false");
    environment.put("MALLOC_ARENA_MAX", "2");
    environment.put("QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE", EVENT_LOOPS);
    environment.put("SALUS_SECURITY_ISSUER", SigningKey.ISSUER);
    environment.put("SALUS_SECURITY_AUDIENCE", SigningKey.AUDIENCE);
    environment.put("SALUS_SECURITY_JWKS", SigningKey.jwksFile(home).toString());
    environment.put(
        "SALUS_SECURITY_INTERNAL_KEY_FILE", SigningKey.internalKeyFile(home).toString());
    environment.put("SALUS_JOBS_IDLE_EXIT", IDLE_EXIT);
    environment.put("DJL_CACHE_DIR", home.shared().resolve("djl").toString());
    ports(environment, service, role);
    for (Service other : Service.values()) {
      if (other != Service.GATEWAY) {
        environment.put("SALUS_CLIENTS_" + other.name(), "127.0.0.1:" + ports.of(other));
      }
    }
    if (service.hasDatabase()) {
      database(environment, service, role);
      environment.put("SALUS_STORAGE_DIRECTORY", home.storage().resolve(service.id()).toString());
    }
    if (service == Service.INFERENCE) {
      environment.put("SALUS_MODELS_REPOSITORY", home.models().toString());
      environment.put("SALUS_MODELS_OPERATOR", "operator");
    }
    return environment;
  }

  private void ports(Map<String, String> environment, Service service, Service.Role role) {
    String component = role == Service.Role.WORK ? service.workerId() : service.id();
    boolean own = role != Service.Role.MIGRATE;
    environment.put("QUARKUS_HTTP_PORT", own ? Integer.toString(ports.of(component)) : "0");
    environment.put(
        "QUARKUS_MANAGEMENT_PORT", own ? Integer.toString(ports.management(component)) : "0");
  }

  private void database(Map<String, String> environment, Service service, Service.Role role) {
    String user = role == Service.Role.MIGRATE ? service.owner() : service.app();
    environment.put("QUARKUS_DATASOURCE_USERNAME", user);
    environment.put("QUARKUS_DATASOURCE_PASSWORD", postgres.password(user));
    environment.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.url(service.database()));
    if (service == Service.RECORDS) {
      environment.put("QUARKUS_DATASOURCE_REACTIVE_URL", postgres.reactiveUrl(service.database()));
      // A developer's own endpoint for subscriptions is on this machine; elsewhere nobody's is.
      environment.put("SALUS_RECORDS_SUBSCRIPTIONS_ALLOWED_HOSTS", "localhost,127.0.0.1");
    }
  }
}
