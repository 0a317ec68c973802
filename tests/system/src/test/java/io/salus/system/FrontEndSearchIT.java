package io.salus.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.rest.api.SearchStyleEnum;
import ca.uhn.fhir.rest.api.SearchTotalModeEnum;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.SummaryEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.param.DateRangeParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A front end with HAPI's client searches, and looks back. */
@ExtendWith(PlayedOnce.class)
class FrontEndSearchIT {
  private final FrontEnd frontEnd;
  private final IGenericClient client;

  FrontEndSearchIT(Story story) {
    frontEnd = story.frontEnd();
    client = frontEnd.client();
  }

  @Test
  void turnsPages() {
    Set<String> made = new TreeSet<>();
    for (int i = 0; i < 5; i++) {
      made.add(client.create().resource(frontEnd.patient("page")).execute().getId().getIdPart());
    }
    List<String> seen = new ArrayList<>();
    Bundle page =
        client
            .search()
            .forResource(Patient.class)
            .where(frontEnd.is("page"))
            .count(2)
            .totalMode(SearchTotalModeEnum.ACCURATE)
            .returnBundle(Bundle.class)
            .execute();
    assertEquals(5, page.getTotal());
    while (true) {
      assertTrue(page.getEntry().size() <= 2);
      page.getEntry().forEach(entry -> seen.add(entry.getResource().getIdPart()));
      if (page.getLink(Bundle.LINK_NEXT) == null) {
        break;
      }
      page = client.loadPage().next(page).execute();
    }
    assertEquals(5, seen.size());
    assertEquals(made, new TreeSet<>(seen));
  }

  @Test
  void followsReferences() {
    IIdType patient = client.create().resource(frontEnd.patient("chain")).execute().getId();
    IIdType weight =
        client
            .create()
            .resource(frontEnd.weight(patient.toUnqualifiedVersionless().getValue()))
            .execute()
            .getId();
    Bundle chained =
        client
            .search()
            .forResource(Observation.class)
            .where(Observation.SUBJECT.hasChainedProperty("Patient", frontEnd.is("chain")))
            .include(Observation.INCLUDE_SUBJECT)
            .returnBundle(Bundle.class)
            .execute();
    assertEquals(Set.of(weight.getIdPart(), patient.getIdPart()), ids(chained));
    assertEquals(Bundle.SearchEntryMode.INCLUDE, chained.getEntry().get(1).getSearch().getMode());

    Bundle backwards =
        client
            .search()
            .forResource(Patient.class)
            .where(frontEnd.is("chain"))
            .revInclude(Observation.INCLUDE_SUBJECT)
            .returnBundle(Bundle.class)
            .execute();
    assertEquals(Set.of(weight.getIdPart(), patient.getIdPart()), ids(backwards));

    Bundle having =
        client
            .search()
            .forResource(Patient.class)
            .where(frontEnd.is("chain"))
            .where(Patient.ACTIVE.isMissing(true))
            .whereMap(Map.of("_has:Observation:subject:code", List.of("29463-7")))
            .returnBundle(Bundle.class)
            .execute();
    assertEquals(Set.of(patient.getIdPart()), ids(having));

    Bundle compartment =
        client
            .search()
            .forResource(Patient.class)
            .withIdAndCompartment(patient.getIdPart(), "Observation")
            .returnBundle(Bundle.class)
            .execute();
    assertEquals(Set.of(weight.getIdPart()), ids(compartment));
  }

  @Test
  void asksInEveryStyle() {
    String id = client.create().resource(frontEnd.patient("style")).execute().getId().getIdPart();
    for (SearchStyleEnum style : SearchStyleEnum.values()) {
      Bundle found =
          client
              .search()
              .forResource(Patient.class)
              .where(frontEnd.is("style"))
              .and(Patient.FAMILY.matches().value("ash"))
              .and(Patient.FAMILY.matchesExactly().value("Ash"))
              .lastUpdated(new DateRangeParam("2020-01-01", null))
              .usingStyle(style)
              .encodedJson()
              .prettyPrint()
              .returnBundle(Bundle.class)
              .execute();
      assertEquals(Set.of(id), ids(found), style.name());
    }
    Bundle byUrl =
        client
            .search()
            .byUrl(client.getServerBase() + "/" + frontEnd.url("style"))
            .returnBundle(Bundle.class)
            .execute();
    assertEquals(Set.of(id), ids(byUrl));
  }

  @Test
  void sortsAndCounts() {
    for (String family : List.of("Birch", "Alder", "Cedar")) {
      Patient patient = frontEnd.patient("sorted");
      patient.getNameFirstRep().setFamily(family);
      client.create().resource(patient).execute();
    }
    Bundle sorted =
        client
            .search()
            .forResource(Patient.class)
            .where(frontEnd.is("sorted"))
            .sort(new SortSpec("family", SortOrderEnum.DESC))
            .returnBundle(Bundle.class)
            .execute();
    assertEquals(
        List.of("Cedar", "Birch", "Alder"),
        sorted.getEntry().stream()
            .map(entry -> ((Patient) entry.getResource()).getNameFirstRep().getFamily())
            .toList());
    Bundle counted =
        client
            .search()
            .forResource(Patient.class)
            .where(frontEnd.is("sorted"))
            .summaryMode(SummaryEnum.COUNT)
            .returnBundle(Bundle.class)
            .execute();
    assertEquals(3, counted.getTotal());
    assertTrue(counted.getEntry().isEmpty());
  }

  @Test
  void asksForParts() {
    String id = client.create().resource(frontEnd.patient("part")).execute().getId().getIdPart();
    Patient summary =
        client.read().resource(Patient.class).withId(id).summaryMode(SummaryEnum.TRUE).execute();
    assertEquals("SUBSETTED", summary.getMeta().getTagFirstRep().getCode());
    Patient elements =
        client.read().resource(Patient.class).withId(id).elementsSubset("identifier").execute();
    assertTrue(elements.hasIdentifier());
    assertFalse(elements.hasName());
    Bundle found =
        client
            .search()
            .forResource(Patient.class)
            .where(frontEnd.is("part"))
            .elementsSubset("name")
            .returnBundle(Bundle.class)
            .execute();
    assertFalse(((Patient) found.getEntryFirstRep().getResource()).hasIdentifier());
  }

  @Test
  void looksBack() {
    IIdType id = client.create().resource(frontEnd.patient("history")).execute().getId();
    Patient patient = frontEnd.patient("history");
    patient.setId(id.getIdPart());
    client.update().resource(patient.setActive(true)).execute();
    client.delete().resourceById("Patient", id.getIdPart()).execute();

    Bundle versions =
        client
            .history()
            .onInstance(id.toUnqualifiedVersionless())
            .returnBundle(Bundle.class)
            .execute();

    assertEquals(Bundle.BundleType.HISTORY, versions.getType());
    assertEquals(3, versions.getEntry().size());
    assertEquals(Bundle.HTTPVerb.DELETE, versions.getEntryFirstRep().getRequest().getMethod());
    assertNull(versions.getEntryFirstRep().getResource());
    Bundle ofTheType =
        client
            .history()
            .onType(Patient.class)
            .returnBundle(Bundle.class)
            .count(2)
            .since(new InstantType("2020-01-01T00:00:00Z"))
            .execute();
    assertEquals(2, ofTheType.getEntry().size());
    assertNotNull(ofTheType.getLink(Bundle.LINK_NEXT));
    Bundle next = client.loadPage().next(ofTheType).execute();
    assertFalse(next.getEntry().isEmpty());
    Bundle all = client.history().onServer().returnBundle(Bundle.class).count(1).execute();
    assertEquals(1, all.getEntry().size());
  }

  private static Set<String> ids(Bundle bundle) {
    return bundle.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .map(Resource::getIdPart)
        .collect(Collectors.toSet());
  }
}
