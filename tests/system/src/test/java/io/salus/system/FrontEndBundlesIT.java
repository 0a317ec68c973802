package io.salus.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.valueset.BundleEntryTransactionMethodEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A front end with HAPI's client sends batches and transactions. */
@ExtendWith(PlayedOnce.class)
class FrontEndBundlesIT {
  private final FrontEnd frontEnd;
  private final IGenericClient client;

  FrontEndBundlesIT(Story story) {
    frontEnd = story.frontEnd();
    client = frontEnd.client();
  }

  @Test
  void storesWhatRefersToEachOther() {
    Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
    String patient = "urn:uuid:" + UUID.randomUUID();
    add(bundle, HTTPVerb.POST, "Observation").setResource(frontEnd.weight(patient));
    add(bundle, HTTPVerb.POST, "Patient")
        .setFullUrl(patient)
        .setResource(frontEnd.patient("transaction"));
    add(bundle, HTTPVerb.GET, frontEnd.url("transaction"));

    Bundle answer = client.transaction().withBundle(bundle).execute();

    assertEquals(BundleType.TRANSACTIONRESPONSE, answer.getType());
    IdType weight = location(answer, 0);
    IdType made = location(answer, 1);
    assertEquals("1", made.getVersionIdPart());
    Observation stored =
        client.read().resource(Observation.class).withId(weight.getIdPart()).execute();
    assertEquals(made.getIdPart(), stored.getSubject().getReferenceElement().getIdPart());
    Bundle found = (Bundle) answer.getEntry().get(2).getResource();
    assertEquals(1, found.getEntry().size());
  }

  @Test
  void refersByASearch() {
    String id = client.create().resource(frontEnd.patient("sought")).execute().getId().getIdPart();
    Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
    add(bundle, HTTPVerb.POST, "Observation").setResource(frontEnd.weight(frontEnd.url("sought")));
    add(bundle, HTTPVerb.POST, "Patient")
        .setResource(frontEnd.patient("sought"))
        .getRequest()
        .setIfNoneExist(frontEnd.url("sought").substring("Patient?".length()));

    Bundle answer = client.transaction().withBundle(bundle).execute();

    Observation stored =
        client.read().resource(Observation.class).withId(location(answer, 0).getIdPart()).execute();
    assertEquals("Patient/" + id, stored.getSubject().getReference());
    assertTrue(answer.getEntry().get(1).getResponse().getStatus().startsWith("200"));
  }

  @Test
  void storesAListOfResources() {
    List<Patient> patients = List.of(frontEnd.patient("one"), frontEnd.patient("two"));
    for (Patient patient : patients) {
      patient.setId(client.getServerBase() + "/Patient/" + UUID.randomUUID());
      ResourceMetadataKeyEnum.ENTRY_TRANSACTION_METHOD.put(
          patient, BundleEntryTransactionMethodEnum.PUT);
    }
    List<IBaseResource> stored = client.transaction().withResources(patients).execute();
    assertEquals(2, stored.size());
  }

  @Test
  void storesAllOrNothing() {
    Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
    add(bundle, HTTPVerb.POST, "Patient").setResource(frontEnd.patient("half"));
    add(bundle, HTTPVerb.POST, "Observation").setResource(new Observation());

    InvalidRequestException refused =
        assertThrows(
            InvalidRequestException.class, () -> client.transaction().withBundle(bundle).execute());

    OperationOutcome outcome = (OperationOutcome) refused.getOperationOutcome();
    assertTrue(
        outcome
            .getIssueFirstRep()
            .getExpression()
            .getFirst()
            .getValue()
            .startsWith("Bundle.entry[1]"));
    Bundle found =
        client
            .search()
            .forResource(Patient.class)
            .where(frontEnd.is("half"))
            .returnBundle(Bundle.class)
            .execute();
    assertTrue(found.getEntry().isEmpty());
  }

  @Test
  void answersEachEntryOfABatch() {
    Bundle bundle = new Bundle().setType(BundleType.BATCH);
    add(bundle, HTTPVerb.POST, "Patient").setResource(frontEnd.patient("batch"));
    add(bundle, HTTPVerb.GET, "Patient/none-" + frontEnd.run());
    add(bundle, HTTPVerb.POST, "Observation").setResource(new Observation());

    Bundle answer = client.transaction().withBundle(bundle).execute();

    assertEquals(BundleType.BATCHRESPONSE, answer.getType());
    List<String> statuses =
        answer.getEntry().stream()
            .map(entry -> entry.getResponse().getStatus().substring(0, 3))
            .toList();
    assertEquals(List.of("201", "404", "400"), statuses);
    assertTrue(answer.getEntry().get(1).getResponse().getOutcome() instanceof OperationOutcome);
  }

  private static BundleEntryComponent add(Bundle bundle, HTTPVerb method, String url) {
    BundleEntryComponent entry = bundle.addEntry();
    entry.getRequest().setMethod(method).setUrl(url);
    return entry;
  }

  private static IdType location(Bundle answer, int entry) {
    return new IdType(answer.getEntry().get(entry).getResponse().getLocation());
  }
}
