package io.salus.records.everything;

import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.store.ResourceId;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;

/** {@code Encounter/[id]/$everything}. */
@ApplicationScoped
class EncounterEverything implements Operation {
  /**
   * What puts a resource into an encounter's compartment, <a
   * href="http://hl7.org/fhir/R4/compartmentdefinition-encounter.html">R4</a>.
   */
  private static final Map<String, String> COMPARTMENT =
      Map.ofEntries(
          Map.entry("CarePlan", "encounter"),
          Map.entry("CareTeam", "encounter"),
          Map.entry("ChargeItem", "context"),
          Map.entry("Claim", "encounter"),
          Map.entry("ClinicalImpression", "encounter"),
          Map.entry("Communication", "encounter"),
          Map.entry("CommunicationRequest", "encounter"),
          Map.entry("Composition", "encounter"),
          Map.entry("Condition", "encounter"),
          Map.entry("DeviceRequest", "encounter"),
          Map.entry("DiagnosticReport", "encounter"),
          Map.entry("DocumentManifest", "related-ref"),
          Map.entry("DocumentReference", "encounter"),
          Map.entry("ExplanationOfBenefit", "encounter"),
          Map.entry("Media", "encounter"),
          Map.entry("MedicationAdministration", "context"),
          Map.entry("MedicationRequest", "encounter"),
          Map.entry("NutritionOrder", "encounter"),
          Map.entry("Observation", "encounter"),
          Map.entry("Procedure", "encounter"),
          Map.entry("QuestionnaireResponse", "encounter"),
          Map.entry("RequestGroup", "encounter"),
          Map.entry("ServiceRequest", "encounter"),
          Map.entry("VisionPrescription", "encounter"));

  private final Everything everything;

  EncounterEverything(Everything everything) {
    this.everything = everything;
  }

  @Override
  public String name() {
    return "everything";
  }

  @Override
  public Set<Level> levels() {
    return Set.of(Level.INSTANCE);
  }

  @Override
  public boolean appliesTo(String type) {
    return type.equals("Encounter");
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    caller.requireFhir("Encounter", 'r');
    return everything.answer(
        caller,
        call,
        new ResourceId("Encounter", call.id()),
        (surroundings, number, query) ->
            surroundings.byReference(caller, number, COMPARTMENT, SharedTypes.ALL, query.wish()));
  }
}
