package io.salus.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/** What HAPI's client makes of refusals: the exception that its users catch, with the outcome. */
@ExtendWith(PlayedOnce.class)
class FrontEndErrorsIT {
  private final Story story;
  private final FrontEnd frontEnd;
  private final IGenericClient client;

  FrontEndErrorsIT(Story story) {
    this.story = story;
    frontEnd = story.frontEnd();
    client = frontEnd.client();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    refused(ResourceNotFoundException.class, () -> read("none-" + frontEnd.run()));
    refused(
        ResourceNotFoundException.class,
        () ->
            client
                .operation()
                .onServer()
                .named("$no-such-operation")
                .withNoParameters(Parameters.class)
                .execute());
  }

  @Test
  void whatWasDeletedIsGone() {
    IIdType id = client.create().resource(frontEnd.patient("gone")).execute().getId();
    client.delete().resourceById("Patient", id.getIdPart()).execute();
    refused(ResourceGoneException.class, () -> read(id.getIdPart()));
  }

  @Test
  void whatIsNotValidIsAnInvalidRequest() {
    refused(
        InvalidRequestException.class, () -> client.create().resource(new Observation()).execute());
    refused(
        InvalidRequestException.class,
        () ->
            client
                .search()
                .byUrl("Patient?birthdate=yesterday")
                .returnBundle(Bundle.class)
                .execute());
  }

  @Test
  void aReferenceToNothingCannotBeProcessed() {
    refused(
        UnprocessableEntityException.class,
        () ->
            client.create().resource(frontEnd.weight("Patient/none-" + frontEnd.run())).execute());
  }

  @Test
  void aConditionThatMatchesSeveralFails() {
    for (int i = 0; i < 2; i++) {
      client.create().resource(frontEnd.patient("several")).execute();
    }
    refused(
        PreconditionFailedException.class,
        () ->
            client
                .update()
                .resource(frontEnd.patient("several"))
                .conditional()
                .where(frontEnd.is("several"))
                .execute());
  }

  @Test
  void aCallerWithoutRightsIsTold() throws Exception {
    String base = story.gateway() + "/fhir";
    IGenericClient nobody = FrontEnd.client(base);
    refused(
        AuthenticationException.class,
        () -> nobody.search().forResource(Patient.class).returnBundle(Bundle.class).execute());
    IGenericClient narrow = FrontEnd.client(base);
    narrow.registerInterceptor(
        new BearerTokenAuthInterceptor(story.token("front-end", "--scope", "user/Observation.rs")));
    refused(
        ForbiddenOperationException.class,
        () -> narrow.search().forResource(Patient.class).returnBundle(Bundle.class).execute());
  }

  @Test
  void xmlIsNotAcceptable() {
    client.setEncoding(EncodingEnum.XML);
    BaseServerResponseException refused =
        refused(BaseServerResponseException.class, () -> read("any"));
    assertEquals(406, refused.getStatusCode());
  }

  private void read(String id) {
    client.read().resource(Patient.class).withId(id).execute();
  }

  private static <E extends BaseServerResponseException> E refused(Class<E> type, Executable call) {
    E refused = assertThrows(type, call);
    assertEquals(type, type == BaseServerResponseException.class ? type : refused.getClass());
    OperationOutcome outcome = (OperationOutcome) refused.getOperationOutcome();
    assertNotNull(outcome.getIssueFirstRep().getDiagnostics());
    return refused;
  }
}
