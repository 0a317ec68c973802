package io.salus.records.terminology;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.salus.records.store.StoredVersion;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Code systems and value sets, compiled and kept under tenant, id and version: a write makes a new
 * version, which is another key. Waits for the database, so it is not for event loops.
 */
@ApplicationScoped
class Definitions {
  /**
   * @param tenant empty for the standard's own
   * @param name id, or url for the standard's own
   */
  private record Key(String tenant, String type, String name, int version) {}

  private final StoredDefinitions stored;
  private final Cache<Key, Object> compiled;

  Definitions(StoredDefinitions stored, TerminologyConfig config) {
    this.stored = stored;
    this.compiled =
        Caffeine.newBuilder()
            .maximumWeight(config.cache().asLongValue())
            .weigher(Definitions::weight)
            .executor(Runnable::run)
            .build();
  }

  /** What a caller sees. */
  Library.Shelf of(Caller caller) {
    return new Library.Shelf() {
      @Override
      public Optional<Concepts> codeSystem(Canonical canonical) {
        return find(caller, "CodeSystem", canonical, Concepts.class, ConceptsReader::read);
      }

      @Override
      public Optional<ValueSet> valueSet(Canonical canonical) {
        return find(caller, "ValueSet", canonical, ValueSet.class, ValueSet::read);
      }
    };
  }

  /** By logical id; empty when there is none that the caller sees. */
  Optional<ValueSet> storedValueSet(Caller caller, StoredVersion found) {
    return stored(caller, found, ValueSet.class, ValueSet::read);
  }

  /** By logical id; empty when there is none that the caller sees. */
  Optional<Concepts> storedCodeSystem(Caller caller, StoredVersion found) {
    return stored(caller, found, Concepts.class, ConceptsReader::read);
  }

  private <T> Optional<T> find(
      Caller caller,
      String type,
      Canonical canonical,
      Class<T> form,
      Function<byte[], T> compiler) {
    Optional<StoredVersion> own =
        canonical.url().isEmpty()
            ? Optional.empty()
            : stored.find(caller, type, canonical).await().indefinitely();
    if (own.isPresent()) {
      return stored(caller, own.get(), form, compiler);
    }
    return cached(
        new Key("", type, canonical.url() + "|" + canonical.version(), 0),
        form,
        () -> StandardDefinitions.find(type, canonical).map(compiler));
  }

  private <T> Optional<T> stored(
      Caller caller, StoredVersion found, Class<T> form, Function<byte[], T> compiler) {
    return cached(
        new Key(caller.tenant(), found.type(), found.id(), found.version()),
        form,
        () -> stored.body(caller, found).await().indefinitely().map(compiler));
  }

  private <T> Optional<T> cached(Key key, Class<T> form, Supplier<Optional<T>> made) {
    Object known = compiled.getIfPresent(key);
    if (known != null) {
      return Optional.of(form.cast(known));
    }
    Optional<T> fresh = made.get();
    fresh.ifPresent(one -> compiled.put(key, one));
    return fresh;
  }

  private static int weight(Key key, Object definition) {
    long bytes =
        switch (definition) {
          case Concepts concepts -> concepts.weight();
          case ValueSet valueSet -> valueSet.weight();
          default -> throw new IllegalStateException("Not a definition: " + key.type());
        };
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }
}
