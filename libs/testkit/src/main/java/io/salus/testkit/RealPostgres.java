package io.salus.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A test resource: a fresh database of a real PostgreSQL with the service's two roles and its
 * migrations, an issuer of tokens, and a storage directory. The argument {@code service} names the
 * service.
 */
public class RealPostgres implements QuarkusTestResourceLifecycleManager {
  private String service = "";

  @Override
  public void init(Map<String, String> arguments) {
    service = arguments.getOrDefault("service", "");
  }

  @Override
  public Map<String, String> start() {
    TestDatabase database = TestDatabase.create(service);
    Map<String, String> config = new LinkedHashMap<>(TestTokens.shared().config());
    config.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
    config.put("quarkus.datasource.reactive.url", database.reactiveUrl());
    config.put("quarkus.datasource.username", database.appRole());
    config.put("quarkus.datasource.password", TestDatabase.PASSWORD);
    try {
      config.put(
          "salus.storage.directory", Files.createTempDirectory("salus-test-storage").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return config;
  }

  @Override
  public void stop() {
    // The cluster serves all tests of this JVM and ends with it.
  }
}
