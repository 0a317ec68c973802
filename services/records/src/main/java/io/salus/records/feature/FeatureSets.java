package io.salus.records.feature;

import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The feature sets of a tenant: those it wrote, and the built-in ones. */
@ApplicationScoped
class FeatureSets {
  private static final int CACHED = 256;

  private final FeatureSetTable table;
  private final TenantTransactions transactions;

  /**
   * By definition text. Compiling takes milliseconds, and serving asks for the same set all the
   * time.
   */
  private final Map<String, FeatureSet> compiled = Collections.synchronizedMap(new Recent());

  FeatureSets(FeatureSetTable table, TenantTransactions transactions) {
    this.table = table;
    this.transactions = transactions;
  }

  /** The newest version of each, by name. */
  Collection<VersionedFeatureSet> list(Caller caller) {
    var sets = new TreeMap<String, VersionedFeatureSet>();
    BuiltInFeatureSets.all().forEach(set -> sets.put(set.name(), new VersionedFeatureSet(set, 1)));
    transactions.call(caller, table::newest).forEach(row -> sets.put(row.name(), of(row)));
    return sets.values();
  }

  /**
   * @param version 0 for the newest
   * @throws NotFound when there is none
   */
  VersionedFeatureSet require(Caller caller, String name, int version) {
    var row =
        transactions.call(
            caller, () -> version == 0 ? table.newest(name) : table.version(name, version));
    if (row.isPresent()) {
      return of(row.get());
    }
    if (version > 1) {
      throw new NotFound("There is no such version of the feature set.");
    }
    return BuiltInFeatureSets.find(name)
        .map(set -> new VersionedFeatureSet(set, 1))
        .orElseThrow(() -> new NotFound("There is no such feature set."));
  }

  /** A new version, or the newest one when it says the same. */
  VersionedFeatureSet put(Caller caller, String definition) {
    var set = FeatureSetCompiler.compile(definition);
    return transactions.call(
        caller,
        () -> {
          table.lock(caller.tenant(), set.name());
          var newest =
              table
                  .newest(set.name())
                  .map(this::of)
                  .or(
                      () ->
                          BuiltInFeatureSets.find(set.name())
                              .map(builtIn -> new VersionedFeatureSet(builtIn, 1)));
          if (newest.isPresent() && newest.get().set().sha256().equals(set.sha256())) {
            return newest.get();
          }
          int version = newest.map(VersionedFeatureSet::version).orElse(0) + 1;
          table.insert(
              caller.tenant(),
              new FeatureSetTable.Row(set.name(), version, set.sha256(), definition));
          return new VersionedFeatureSet(set, version);
        });
  }

  /** The compiled form of a definition that was accepted before. */
  FeatureSet compile(String definition) {
    return compiled.computeIfAbsent(definition, FeatureSetCompiler::compile);
  }

  private VersionedFeatureSet of(FeatureSetTable.Row row) {
    return new VersionedFeatureSet(compile(row.definition()), row.version());
  }

  private static final class Recent extends LinkedHashMap<String, FeatureSet> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, FeatureSet> eldest) {
      return size() > CACHED;
    }
  }
}
