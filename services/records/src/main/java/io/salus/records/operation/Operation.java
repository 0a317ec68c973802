package io.salus.records.operation;

import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.Set;

/**
 * One FHIR operation. A bean of this type can be called under /fhir and is listed in the
 * CapabilityStatement; there is nothing else to register. Several beans may share a name when they
 * differ in level or type.
 */
public interface Operation {
  /** Without {@code $}. */
  String name();

  /** Older names that still work; they are not listed. */
  default Set<String> aliases() {
    return Set.of();
  }

  /** Where it can be called. */
  Set<Level> levels();

  /** Whether it is there for a resource type; not asked at the system level. */
  boolean appliesTo(String type);

  /** Whether it changes anything: then GET is refused. */
  boolean changes();

  /** The methods it takes. */
  default Set<Method> methods() {
    return changes() ? Set.of(Method.POST) : Set.of(Method.GET, Method.POST);
  }

  /**
   * Canonical address of its definition.
   *
   * @param type for which it is listed; empty at the system level
   */
  default String definition(String type) {
    return "http://hl7.org/fhir/OperationDefinition/"
        + (type.isEmpty() ? "Resource" : type)
        + "-"
        + name();
  }

  /**
   * What takes the body of a call that is too large to be held, instead of {@link #run}; empty for
   * every other call. The call has no body yet. Checks the caller as {@code run} does, and must not
   * block.
   */
  default Optional<Intake> intake(Caller caller, OperationCall call) {
    return Optional.empty();
  }

  /**
   * Does it, for callers that it checks itself: their scopes ({@link Caller#requireFhir}) and their
   * patient's compartment. Runs on the event loop, so it must not block; what takes long goes into
   * a {@link BodyWriter} or to other threads.
   */
  Uni<OperationAnswer> run(Caller caller, OperationCall call);
}
