package io.salus.records.parameter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.salus.records.definition.SearchParameter;
import io.salus.records.index.OwnParameter;
import io.salus.records.index.OwnParameterCompiler;
import io.salus.records.index.TenantParams;
import io.salus.records.store.IndexRewrite;
import io.salus.records.store.Json;
import io.salus.records.store.ParameterTable;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException;
import io.salus.service.security.Caller;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets this process know the search parameters of all tenants' own, and their changes. */
@ApplicationScoped
class OwnParameters {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int PAGE = 500;

  private final ParameterTable table;
  private final IndexRewrite resources;
  private final ParameterConfig config;
  private final Map<String, Long> seen = new HashMap<>();
  private final Map<String, TenantParams> known = new HashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("search-parameters").daemon().factory());

  OwnParameters(ParameterTable table, IndexRewrite resources, ParameterConfig config) {
    this.table = table;
    this.resources = resources;
    this.config = config;
  }

  /** Once before the first request, where that is possible. */
  void start(@Observes StartupEvent event) {
    if (ConfigUtils.getProfiles().contains("migrate")) {
      return; // the tables are being made
    }
    refreshOrLog();
    long pause = config.poll().toMillis();
    var ignored =
        thread.scheduleWithFixedDelay(this::refreshOrLog, pause, pause, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    thread.shutdownNow();
  }

  /** Reads what has changed since the last time. Waits for the database. */
  synchronized void refresh() {
    Map<String, Long> stamps = table.stamps().await().atMost(PATIENCE);
    for (Map.Entry<String, Long> stamp : stamps.entrySet()) {
      String tenant = stamp.getKey();
      if (!stamp.getValue().equals(seen.get(tenant))) {
        known.put(tenant, load(tenant));
        seen.put(tenant, stamp.getValue());
        TenantParams.publish(known);
      }
    }
  }

  /** Without a database nothing can be written either; before the migration there are no tables. */
  private void refreshOrLog() {
    try {
      refresh();
    } catch (RuntimeException e) {
      Log.debugf("Changes of search parameters could not be read: %s", e.getClass().getName());
    }
  }

  private TenantParams load(String tenant) {
    Caller caller = new Caller(tenant, "search-parameters", Set.of(), null, "records");
    Map<String, Integer> ready = table.ready(tenant).await().atMost(PATIENCE);
    List<OwnParameter> parameters = new ArrayList<>();
    List<StoredVersion> page = page(caller, "");
    while (!page.isEmpty()) {
      for (StoredVersion version : page) {
        boolean isReady = Integer.valueOf(version.version()).equals(ready.get(version.id()));
        for (SearchParameter definition : definitions(version)) {
          parameters.add(new OwnParameter(version.id(), version.version(), isReady, definition));
        }
      }
      page = page(caller, page.getLast().id());
    }
    return new TenantParams(parameters);
  }

  private List<StoredVersion> page(Caller caller, String after) {
    return resources.page(caller, "SearchParameter", after, PAGE).await().atMost(PATIENCE);
  }

  private static List<SearchParameter> definitions(StoredVersion version) {
    ObjectNode resource = Json.parse(version.json());
    if (!OwnParameterCompiler.isActive(resource)) {
      return List.of();
    }
    try {
      return OwnParameterCompiler.compile(resource, "SearchParameter");
    } catch (AppException e) {
      Log.warnf("The search parameter %s cannot be used: %s", version.id(), e.code());
      return List.of();
    }
  }
}
