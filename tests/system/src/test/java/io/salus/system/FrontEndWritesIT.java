package io.salus.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.client.apache.GZipContentInterceptor;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import java.nio.charset.StandardCharsets;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A front end with HAPI's client writes and reads back. */
@ExtendWith(PlayedOnce.class)
class FrontEndWritesIT {
  private final FrontEnd frontEnd;
  private final IGenericClient client;

  FrontEndWritesIT(Story story) {
    frontEnd = story.frontEnd();
    client = frontEnd.client();
  }

  @Test
  void createsReadsAndUpdates() {
    MethodOutcome made = client.create().resource(frontEnd.patient("first")).execute();
    assertTrue(made.getCreated());
    assertEquals("1", made.getId().getVersionIdPart());
    assertEquals("Ash", ((Patient) made.getResource()).getNameFirstRep().getFamily());

    Patient read = read(made.getId());
    read.getNameFirstRep().setFamily("Oak");
    MethodOutcome changed = client.update().resource(read).execute();

    assertFalse(Boolean.TRUE.equals(changed.getCreated()));
    assertEquals("2", changed.getId().getVersionIdPart());
    assertEquals("Oak", read(made.getId()).getNameFirstRep().getFamily());
    String id = made.getId().getIdPart();
    Patient first = client.read().resource(Patient.class).withIdAndVersion(id, "1").execute();
    assertEquals("Ash", first.getNameFirstRep().getFamily());
    Patient known =
        client
            .read()
            .resource(Patient.class)
            .withId(id)
            .ifVersionMatches("2")
            .returnNull()
            .execute();
    assertNull(known);
  }

  @Test
  void namesItsResourcesItself() {
    Patient patient = frontEnd.patient("named");
    patient.setId("named-" + frontEnd.run());

    MethodOutcome made = client.update().resource(patient).execute();

    assertTrue(made.getCreated());
    assertEquals(patient.getIdPart(), made.getId().getIdPart());
  }

  @Test
  void getsBackWhatItPrefers() {
    Patient patient = frontEnd.patient("prefers");
    MethodOutcome minimal =
        client.create().resource(patient).prefer(PreferReturnEnum.MINIMAL).execute();
    assertNotNull(minimal.getId().getIdPart());
    assertNull(minimal.getResource());
    MethodOutcome whole =
        client.create().resource(patient).prefer(PreferReturnEnum.REPRESENTATION).execute();
    assertNotNull(whole.getResource());
    MethodOutcome outcome =
        client.create().resource(patient).prefer(PreferReturnEnum.OPERATION_OUTCOME).execute();
    assertNotNull(outcome.getOperationOutcome());
  }

  @Test
  void writesByCondition() {
    Patient patient = frontEnd.patient("conditional");
    MethodOutcome made =
        client.create().resource(patient).conditional().where(frontEnd.is("conditional")).execute();
    MethodOutcome again =
        client.create().resource(patient).conditionalByUrl(frontEnd.url("conditional")).execute();
    assertTrue(made.getCreated());
    assertFalse(Boolean.TRUE.equals(again.getCreated()));
    assertEquals(made.getId().getIdPart(), again.getId().getIdPart());

    MethodOutcome changed =
        client
            .update()
            .resource(patient.setActive(true))
            .conditional()
            .where(frontEnd.is("conditional"))
            .execute();
    assertEquals(made.getId().getIdPart(), changed.getId().getIdPart());
    assertEquals("2", changed.getId().getVersionIdPart());

    client
        .delete()
        .resourceConditionalByType("Patient")
        .where(frontEnd.is("conditional"))
        .execute();
    assertThrows(ResourceGoneException.class, () -> read(made.getId()));
  }

  @Test
  void losesNoUpdate() {
    IIdType first = client.create().resource(frontEnd.patient("races")).execute().getId();
    client.update().resource(read(first).setActive(true)).execute();
    Patient stale = frontEnd.patient("races");
    stale.setId(first);

    assertThrows(
        PreconditionFailedException.class,
        () ->
            client.update().resource(stale).withAdditionalHeader("If-Match", "W/\"1\"").execute());
  }

  @Test
  void patches() {
    IIdType id = client.create().resource(frontEnd.patient("patched")).execute().getId();
    client
        .patch()
        .withBody("[{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]")
        .withId(id.toUnqualifiedVersionless())
        .execute();
    assertTrue(read(id).getActive());

    Parameters patch = new Parameters();
    var operation = patch.addParameter().setName("operation");
    operation.addPart().setName("type").setValue(new CodeType("replace"));
    operation.addPart().setName("path").setValue(new StringType("Patient.name[0].family"));
    operation.addPart().setName("value").setValue(new StringType("Oak"));
    client.patch().withFhirPatch(patch).withId(id.toUnqualifiedVersionless()).execute();
    assertEquals("Oak", read(id).getNameFirstRep().getFamily());

    client
        .patch()
        .withBody("[{\"op\":\"replace\",\"path\":\"/active\",\"value\":false}]")
        .conditional(Patient.class)
        .where(frontEnd.is("patched"))
        .execute();
    assertFalse(read(id).getActive());
  }

  @Test
  void deletesAndBringsBack() {
    IIdType id = client.create().resource(frontEnd.patient("deleted")).execute().getId();

    client.delete().resourceById(id.toUnqualifiedVersionless()).execute();

    assertThrows(ResourceGoneException.class, () -> read(id));
    String part = id.getIdPart();
    Patient old = client.read().resource(Patient.class).withIdAndVersion(part, "1").execute();
    old.setId(part); // with the old version the client would send it as If-Match
    MethodOutcome back = client.update().resource(old).execute();
    assertEquals("3", back.getId().getVersionIdPart());
  }

  @Test
  void sendsCompressedBodies() {
    client.registerInterceptor(new GZipContentInterceptor());
    IIdType id = client.create().resource(frontEnd.patient("gzip")).execute().getId();
    assertEquals("Ash", read(id).getNameFirstRep().getFamily());
  }

  @Test
  void keepsContent() {
    byte[] content = "no FHIR at all".getBytes(StandardCharsets.UTF_8);
    Binary binary = new Binary().setContentType("text/plain").setData(content);

    IIdType id = client.create().resource(binary).execute().getId();

    Binary read = client.read().resource(Binary.class).withId(id.getIdPart()).execute();
    assertEquals(
        new String(content, StandardCharsets.UTF_8),
        new String(read.getContent(), StandardCharsets.UTF_8));
    assertEquals("text/plain", read.getContentType());
  }

  private Patient read(IIdType id) {
    return client.read().resource(Patient.class).withId(id.getIdPart()).execute();
  }
}
