package io.salus.system;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.gclient.ICriterion;
import java.util.UUID;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;

/**
 * A front end that was written for another server: HAPI's own client as its guide sets it up, with
 * its check of the CapabilityStatement before the first call, and its own parsers.
 */
record FrontEnd(IGenericClient client, String run) {
  static final String SYSTEM = "urn:salus:front-end";
  private static final FhirContext CONTEXT = FhirContext.forR4();

  static {
    // The first $validate reads all of R4, which a busy machine does not do in the usual 10 s.
    CONTEXT.getRestfulClientFactory().setSocketTimeout(90_000);
  }

  static FrontEnd of(String base, String token) {
    IGenericClient client = client(base);
    client.registerInterceptor(new BearerTokenAuthInterceptor(token));
    return new FrontEnd(client, UUID.randomUUID().toString());
  }

  /** One that has not logged in. */
  static IGenericClient client(String base) {
    return CONTEXT.newRestfulGenericClient(base);
  }

  /** A patient that {@link #is} finds. */
  Patient patient(String kind) {
    Patient patient = new Patient();
    patient.addIdentifier().setSystem(SYSTEM).setValue(value(kind));
    patient.addName().setFamily("Ash").addGiven("Ann");
    return patient;
  }

  Observation weight(String patient) {
    Observation observation =
        new Observation()
            .setStatus(Observation.ObservationStatus.FINAL)
            .setSubject(new Reference(patient));
    observation.getCode().addCoding().setSystem("http://loinc.org").setCode("29463-7");
    return observation;
  }

  ICriterion<?> is(String kind) {
    return Patient.IDENTIFIER.exactly().systemAndIdentifier(SYSTEM, value(kind));
  }

  /** The same as a search of a url. */
  String url(String kind) {
    return "Patient?identifier=" + SYSTEM + "|" + value(kind);
  }

  private String value(String kind) {
    return kind + "-" + run;
  }
}
