package io.salus.service.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.service.errors.AppException.Forbidden;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopesTest {
  @ParameterizedTest
  @CsvSource({
    "system/*.cruds, Patient, c, false, true",
    "user/Patient.rs, Patient, r, false, true",
    "user/Patient.rs, Patient, c, false, false",
    "user/Patient.rs, Observation, r, false, false",
    "patient/*.rs, Observation, s, true, true",
    "patient/*.rs, Observation, s, false, false",
    "user/*.rs, Observation, s, true, false",
    "user/Observation.read, Observation, s, false, true",
    "user/Observation.write, Observation, r, false, false",
    "user/*.*, Observation, d, false, true",
    "user/Observation.rs?category=laboratory, Observation, r, false, false",
    "openid, Observation, r, false, false",
  })
  void fhirScopesAllowWhatSmartSays(
      String granted, String type, char interaction, boolean patientContext, boolean allowed) {
    assertEquals(allowed, Scopes.allowFhir(Set.of(granted), type, interaction, patientContext));
  }

  @Test
  void manyBinariesAreForWhoMayReadEveryType() {
    Caller narrow = caller("user/Binary.cruds");
    Caller wide = caller("user/*.rs");

    narrow.requireBoundBinary();
    wide.requireBoundBinary();
    assertTrue(narrow.hasFhir("Binary", 'c'));
    assertFalse(narrow.hasFhir("Binary", 'r'));
    assertFalse(narrow.hasFhir("Binary", 's'));
    assertTrue(wide.hasFhir("Binary", 's'));
    assertThrows(Forbidden.class, caller("user/Patient.rs")::requireBoundBinary);
  }

  private static Caller caller(String scope) {
    return new Caller("clinic", "somebody", Set.of(scope), null, null);
  }

  @Test
  void salusScopesAllowByNameByAreaOrAll() {
    assertTrue(Scopes.allow(Set.of("salus/models.train"), "salus/models.train"));
    assertTrue(Scopes.allow(Set.of("salus/models.*"), "salus/models.train"));
    assertTrue(Scopes.allow(Set.of("salus/*.*"), "salus/models.train"));
    assertEquals(false, Scopes.allow(Set.of("salus/models.read"), "salus/models.train"));
    assertEquals(false, Scopes.allow(Set.of("system/*.cruds"), "salus/models.train"));
  }
}
