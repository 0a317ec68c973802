package io.salus.records.operation;

import io.quarkus.arc.All;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All operations that there are. */
@ApplicationScoped
public class Operations {
  private final List<Operation> operations;

  Operations(@All List<Operation> operations) {
    this.operations = operations.stream().sorted(Comparator.comparing(Operation::name)).toList();
  }

  /** The operations at a level; of a type where it has one. */
  public List<Operation> at(Level level, String type) {
    return operations.stream().filter(operation -> isAt(operation, level, type)).toList();
  }

  /**
   * Runs the operation of a name; answers 405 when it takes other methods. Throws {@link NotFound}
   * when there is none at this level and type.
   */
  public Uni<OperationAnswer> run(Caller caller, String name, OperationCall call) {
    Operation operation =
        find(name, call)
            .orElseThrow(() -> new NotFound("There is no operation of this name here."));
    if (!operation.methods().contains(call.method())) {
      String allowed =
          String.join(", ", operation.methods().stream().map(Method::name).sorted().toList());
      return Uni.createFrom()
          .item(
              OperationAnswer.outcome(
                      405, "error", "not-supported", "The operation takes " + allowed + ".")
                  .with(Map.of("Allow", allowed)));
    }
    return operation.run(caller, call);
  }

  /** What takes the body of a call while it comes; empty when it is collected for {@link #run}. */
  public Optional<Intake> intake(Caller caller, String name, OperationCall call) {
    return find(name, call)
        .filter(operation -> operation.methods().contains(call.method()))
        .flatMap(operation -> operation.intake(caller, call));
  }

  private Optional<Operation> find(String name, OperationCall call) {
    return at(call.level(), call.type()).stream()
        .filter(one -> one.name().equals(name) || one.aliases().contains(name))
        .findFirst();
  }

  private static boolean isAt(Operation operation, Level level, String type) {
    return operation.levels().contains(level)
        && (level == Level.SYSTEM || operation.appliesTo(type));
  }
}
