package io.salus.records.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.definition.R4;
import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.operation.Parameters;
import io.salus.records.store.HeavyWork;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException.Gone;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code $validate}: whether a resource could be written, and all that is wrong with it. */
@ApplicationScoped
class ValidateOperation implements Operation {
  private static final Set<String> MODES = Set.of("", "create", "update", "delete", "profile");

  private final FullValidation validation;
  private final ResourceStore store;
  private final HeavyWork heavyWork;

  ValidateOperation(FullValidation validation, ResourceStore store, HeavyWork heavyWork) {
    this.validation = validation;
    this.store = store;
    this.heavyWork = heavyWork;
  }

  @Override
  public String name() {
    return "validate";
  }

  @Override
  public Set<Level> levels() {
    return Set.of(Level.TYPE, Level.INSTANCE);
  }

  @Override
  public boolean appliesTo(String type) {
    return R4.isResourceType(type);
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public String definition(String type) {
    return "http://hl7.org/fhir/OperationDefinition/Resource-validate";
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    return heavyWork
        .compute(call::parameters)
        .flatMap(parameters -> validate(caller, call, parameters))
        .map(findings -> OperationAnswer.of(Finding.outcome(findings)));
  }

  private Uni<List<Finding>> validate(Caller caller, OperationCall call, Parameters parameters) {
    String mode = parameters.text("mode").orElse("");
    if (!MODES.contains(mode)) {
      throw new InvalidInput("The mode is create, update, delete or profile.", "mode");
    }
    Optional<ObjectNode> sent = parameters.resource("resource").or(parameters::bareResource);
    boolean instance = call.level() == Level.INSTANCE;
    if (sent.isPresent() && !mode.equals("delete")) {
      requireAny(caller, call.type(), mode.equals("update") ? "u" : "cru");
      return validate(caller, call, mode, sent.get(), parameters.texts("profile"));
    }
    if (!instance) {
      throw new InvalidInput("The resource to validate is needed.", "resource");
    }
    requireAny(caller, call.type(), mode.equals("delete") ? "d" : "r");
    return store
        .read(caller, call.type(), call.id())
        .map(ValidateOperation::present)
        .flatMap(
            stored ->
                mode.equals("delete")
                    ? Uni.createFrom().item(List.of())
                    : validate(
                        caller,
                        call,
                        mode,
                        Json.parse(stored.json()),
                        parameters.texts("profile")));
  }

  private Uni<List<Finding>> validate(
      Caller caller, OperationCall call, String mode, ObjectNode resource, List<String> profiles) {
    if (!resource.path("resourceType").asText().equals(call.type())) {
      return Uni.createFrom()
          .item(List.of(Finding.error("invalid", "The resource must be a " + call.type() + ".")));
    }
    List<Finding> ofMode = new ArrayList<>();
    String id = resource.path("id").asText();
    if (mode.equals("update") && id.isEmpty()) {
      ofMode.add(Finding.error("required", "A resource that is updated has an id."));
    }
    if (call.level() == Level.INSTANCE && !id.isEmpty() && !id.equals(call.id())) {
      ofMode.add(Finding.error("invalid", "The id is not the one of the address."));
    }
    return validation
        .validate(caller, resource, profiles)
        .map(
            findings -> {
              ofMode.addAll(findings);
              return ofMode;
            });
  }

  private static void requireAny(Caller caller, String type, String interactions) {
    if (interactions.chars().noneMatch(letter -> caller.hasFhir(type, (char) letter))) {
      caller.requireFhir(type, interactions.charAt(interactions.length() - 1));
    }
  }

  private static StoredVersion present(Optional<StoredVersion> found) {
    StoredVersion version = found.orElseThrow(() -> new NotFound("There is no such resource."));
    if (version.deleted()) {
      throw new Gone("The resource was deleted.");
    }
    return version;
  }
}
