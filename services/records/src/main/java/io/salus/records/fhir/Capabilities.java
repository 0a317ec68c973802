package io.salus.records.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.salus.records.index.TenantParams;
import io.salus.records.operation.Operations;
import io.salus.records.store.HeavyWork;
import io.salus.records.store.Json;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The CapabilityStatement. It is a megabyte and changes only with a tenant's search parameters, so
 * it is written once for each state of them.
 */
@ApplicationScoped
class Capabilities {
  /** Tenants without parameters of their own share one. */
  private static final int KEPT = 16;

  private final String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  private final Operations operations;
  private final HeavyWork heavyWork;
  private final Cache<TenantParams, Cut> kept =
      Caffeine.newBuilder().weakKeys().maximumSize(KEPT).build();

  Capabilities(Operations operations, HeavyWork heavyWork) {
    this.operations = operations;
    this.heavyWork = heavyWork;
  }

  /** Front ends ask for it first of all, and some do not wait long. */
  void start(@Observes StartupEvent event) {
    if (ConfigUtils.getProfiles().contains("serve")) {
      statement(TenantParams.of(""), "")
          .subscribe()
          .with(made -> {}, failure -> Log.warn("The statement was not written", failure));
    }
  }

  /**
   * @param params of the tenant that asks
   */
  Uni<byte[]> statement(TenantParams params, String baseUrl) {
    Cut known = kept.getIfPresent(params);
    return known != null
        ? Uni.createFrom().item(known.with(baseUrl))
        : heavyWork.compute(() -> kept.get(params, this::write).with(baseUrl));
  }

  private Cut write(TenantParams params) {
    return Cut.of(new CapabilityWriter(operations, params).statement(date, Cut.URL));
  }

  /** A printed statement without its url, which is as the caller spells it. */
  private record Cut(String before, String after) {
    private static final String URL = "urn:salus:here";

    static Cut of(ObjectNode statement) {
      String text = new String(Json.print(statement), StandardCharsets.UTF_8);
      int url = text.indexOf('"' + URL + '"');
      return new Cut(text.substring(0, url), text.substring(url + URL.length() + 2));
    }

    byte[] with(String baseUrl) {
      return (before + Json.quote(baseUrl) + after).getBytes(StandardCharsets.UTF_8);
    }
  }
}
