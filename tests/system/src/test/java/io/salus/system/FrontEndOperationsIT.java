package io.salus.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A front end with HAPI's client calls operations. */
@ExtendWith(PlayedOnce.class)
class FrontEndOperationsIT {
  private static final String GENDERS = "http://hl7.org/fhir/administrative-gender";

  private final FrontEnd frontEnd;
  private final IGenericClient client;

  FrontEndOperationsIT(Story story) {
    frontEnd = story.frontEnd();
    client = frontEnd.client();
  }

  @Test
  void readsWhatTheServerCan() {
    CapabilityStatement statement =
        client.capabilities().ofType(CapabilityStatement.class).execute();
    assertEquals("4.0.1", statement.getFhirVersion().toCode());
    assertTrue(statement.getRestFirstRep().getResource().size() > 140);
  }

  @Test
  void getsAWholeRecord() {
    IIdType patient = client.create().resource(frontEnd.patient("record")).execute().getId();
    String reference = patient.toUnqualifiedVersionless().getValue();
    client.create().resource(frontEnd.weight(reference)).execute();

    Bundle record =
        client
            .operation()
            .onInstance(patient.toUnqualifiedVersionless())
            .named("$everything")
            .withNoParameters(Parameters.class)
            .useHttpGet()
            .returnResourceType(Bundle.class)
            .execute();
    Bundle posted =
        client
            .operation()
            .onInstance(patient.toUnqualifiedVersionless())
            .named("everything")
            .withParameter(Parameters.class, "_type", new StringType("Observation"))
            .returnResourceType(Bundle.class)
            .execute();

    assertEquals(2, record.getEntry().size());
    assertEquals(1, posted.getTotal());
  }

  @Test
  void validates() {
    Patient patient = frontEnd.patient("valid");
    MethodOutcome fine = client.validate().resource(patient).execute();
    assertFalse(errors(fine).contains("ERROR"), errors(fine));
    Observation withoutCode = new Observation().setStatus(Observation.ObservationStatus.FINAL);
    MethodOutcome bad = client.validate().resource(withoutCode).execute();
    assertTrue(errors(bad).contains("ERROR"), errors(bad));
  }

  @Test
  void marksResources() {
    IIdType id =
        client
            .create()
            .resource(frontEnd.patient("marked"))
            .execute()
            .getId()
            .toUnqualifiedVersionless();
    String code = "checked-" + frontEnd.run();
    Meta tag = new Meta();
    tag.addTag().setSystem(FrontEnd.SYSTEM).setCode(code);

    client.meta().add().onResource(id).meta(tag).execute();

    Meta meta = client.meta().get(Meta.class).fromResource(id).execute();
    assertNotNull(meta.getTag(FrontEnd.SYSTEM, code));
    Meta ofTheType = client.meta().get(Meta.class).fromType("Patient").execute();
    assertNotNull(ofTheType.getTag(FrontEnd.SYSTEM, code));
    Meta ofAll = client.meta().get(Meta.class).fromServer().execute();
    assertNotNull(ofAll.getTag(FrontEnd.SYSTEM, code));
    Meta without = client.meta().delete().onResource(id).meta(tag).execute();
    assertFalse(without.hasTag());
  }

  @Test
  void asksForTerms() {
    ValueSet expanded =
        client
            .operation()
            .onType(ValueSet.class)
            .named("expand")
            .withParameter(
                Parameters.class,
                "url",
                new UriType("http://hl7.org/fhir/ValueSet/administrative-gender"))
            .returnResourceType(ValueSet.class)
            .execute();
    assertEquals(4, expanded.getExpansion().getContains().size());

    Parameters right =
        client
            .operation()
            .onType("CodeSystem")
            .named("validate-code")
            .withParameter(Parameters.class, "url", new UriType(GENDERS))
            .andParameter("code", new CodeType("female"))
            .useHttpGet()
            .execute();
    assertTrue(((BooleanType) right.getParameter("result").getValue()).booleanValue());

    Parameters found =
        client
            .operation()
            .onType("CodeSystem")
            .named("lookup")
            .withParameter(Parameters.class, "system", new UriType(GENDERS))
            .andParameter("code", new CodeType("female"))
            .execute();
    assertEquals("Female", found.getParameter("display").getValue().primitiveValue());
  }

  private static String errors(MethodOutcome outcome) {
    return ((OperationOutcome) outcome.getOperationOutcome())
        .getIssue().stream()
            .map(issue -> issue.getSeverity() + " " + issue.getDiagnostics())
            .collect(Collectors.joining("\n"));
  }
}
