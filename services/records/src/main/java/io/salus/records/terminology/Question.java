package io.salus.records.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.operation.Level;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.operation.Parameters;
import io.salus.records.store.HeavyWork;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException.Gone;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** What all operations of terminology do with a call: who may ask, of what, on which thread. */
@ApplicationScoped
class Question {
  /** Answers with what it was asked about. */
  interface Answer {
    JsonNode of(Asked asked);
  }

  private final Definitions definitions;
  private final ResourceStore store;
  private final HeavyWork heavyWork;
  private final TerminologyConfig config;

  Question(
      Definitions definitions, ResourceStore store, HeavyWork heavyWork, TerminologyConfig config) {
    this.definitions = definitions;
    this.store = store;
    this.heavyWork = heavyWork;
    this.config = config;
  }

  /** Answers a call about value sets or code systems. */
  Uni<OperationAnswer> answer(Caller caller, OperationCall call, Answer answer) {
    caller.requireFhir(call.type(), 'r');
    return instance(caller, call)
        .flatMap(
            found ->
                heavyWork.compute(
                    () -> {
                      try {
                        return OperationAnswer.of(answer.of(asked(caller, call, found)));
                      } catch (Refused e) {
                        return OperationAnswer.outcome(422, "error", e.code(), e.detail());
                      }
                    }));
  }

  private Asked asked(Caller caller, OperationCall call, Optional<StoredVersion> found) {
    Parameters parameters = call.parameters();
    Library library = new Library(definitions.of(caller), config.mostCodes());
    return new Asked(parameters, library, config.mostAnswered()) {
      @Override
      Optional<ValueSet> instanceValueSet() {
        return found.flatMap(version -> definitions.storedValueSet(caller, version));
      }

      @Override
      Optional<Concepts> instanceCodeSystem() {
        return found.flatMap(version -> definitions.storedCodeSystem(caller, version));
      }
    };
  }

  private Uni<Optional<StoredVersion>> instance(Caller caller, OperationCall call) {
    if (call.level() != Level.INSTANCE) {
      return Uni.createFrom().item(Optional.empty());
    }
    return store
        .read(caller, call.type(), call.id())
        .invoke(
            found -> {
              if (found.isEmpty()) {
                throw new NotFound("There is no such resource.");
              }
              if (found.get().deleted()) {
                throw new Gone("The resource was deleted.");
              }
            });
  }

  /** A call, understood as far as all operations agree. */
  abstract static class Asked {
    private final Parameters parameters;
    private final Library library;
    private final int mostAnswered;

    Asked(Parameters parameters, Library library, int mostAnswered) {
      this.parameters = parameters;
      this.library = library;
      this.mostAnswered = mostAnswered;
    }

    abstract Optional<ValueSet> instanceValueSet();

    abstract Optional<Concepts> instanceCodeSystem();

    Parameters parameters() {
      return parameters;
    }

    Library library() {
      return library;
    }

    int mostAnswered() {
      return mostAnswered;
    }

    /** The value set by id, {@code valueSet} or {@code url}. */
    ValueSet valueSet() {
      Optional<ValueSet> instance = instanceValueSet();
      if (instance.isPresent()) {
        return instance.get();
      }
      Optional<ValueSet> inline =
          parameters
              .resource("valueSet")
              .or(parameters::bareResource)
              .map(resource -> ValueSet.read(requireType(resource, "ValueSet"), 0));
      if (inline.isPresent()) {
        return inline.get();
      }
      Canonical canonical = canonical("url", "valueSetVersion");
      return library
          .valueSet(canonical)
          .orElseThrow(() -> new NotFound("There is no value set of this url."));
    }

    private static JsonNode requireType(JsonNode resource, String type) {
      if (!resource.path("resourceType").asText().equals(type)) {
        throw new InvalidInput("The resource must be a " + type + ".", type);
      }
      return resource;
    }

    /** A canonical url from one parameter and its version, perhaps, from another. */
    Canonical canonical(String url, String version) {
      String text = parameters.text(url).orElse("");
      if (text.isEmpty()) {
        throw new InvalidInput("The parameter is needed.", url);
      }
      Canonical canonical = Canonical.parse(text);
      return canonical.version() != null
          ? canonical
          : Canonical.of(canonical.url(), parameters.text(version).orElse(""));
    }
  }
}
