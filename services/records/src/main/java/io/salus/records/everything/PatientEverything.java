package io.salus.records.everything;

import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.store.ResourceId;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** {@code Patient/[id]/$everything}; without an id for a token that is bound to a patient. */
@ApplicationScoped
class PatientEverything implements Operation {
  private final Everything everything;

  PatientEverything(Everything everything) {
    this.everything = everything;
  }

  @Override
  public String name() {
    return "everything";
  }

  @Override
  public Set<Level> levels() {
    return Set.of(Level.TYPE, Level.INSTANCE);
  }

  @Override
  public boolean appliesTo(String type) {
    return type.equals("Patient");
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    caller.requireFhir("Patient", 'r');
    String patient =
        call.level() == Level.INSTANCE
            ? call.id()
            : caller
                .patientContext()
                .orElseThrow(
                    () ->
                        new InvalidInput(
                            "Name a patient, or use $export for all of them.", "Patient"));
    return everything.answer(
        caller,
        call,
        new ResourceId("Patient", patient),
        (surroundings, number, query) ->
            surroundings.ofPatient(caller, number, patient, SharedTypes.ALL, query.wish()));
  }
}
