package io.salus.records.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Random;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.DefinedUnit;
import org.fhir.ucum.Pair;
import org.fhir.ucum.UcumEssenceService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UcumTest {
  @ParameterizedTest
  @CsvSource({
    "70.5, kg, 70500, g",
    "5, mmol/L, 3.01106835E+24, m-3",
    "120, mm[Hg], 15998640, g.m-1.s-2",
    "60, /min, 1, s-1",
    "72, {beats}/min, 1.2, s-1",
    "37, Cel, 310.15, K",
    "98.6, [degF], 310.15, K",
    "22.5, kg/m2, 22500, g.m-2",
    "4.5, 10*3/uL, 4.5E+12, m-3",
    "3, {score}, 3, 1",
    "40, %, 0.4, 1",
    "90, mL/min/{1.73_m2}, 0.0000015, m3.s-1",
    "7, [iU]/L, 7000, [iU].m-3",
    "7, [IU]/L, 7000, [iU].m-3",
    "7.4, [pH], 7.4, [pH]",
    "30, dB, 3, B",
    "2, (mg/dL).m3/(g), 20, 1",
  })
  void writesAValueInBaseUnits(BigDecimal value, String unit, BigDecimal expected, String base) {
    Ucum.Canonical canonical = Ucum.canonical(value, unit).orElseThrow();
    assertEquals(base, canonical.unit());
    assertEquals(0, expected.compareTo(canonical.value()), () -> canonical.value().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "98.6, [degF], Cel, 37",
    "37, Cel, [degF], 98.6",
    "1, [lb_av], kg, 0.45359237",
    "72, [in_i], cm, 182.88",
    "1, g/dL, mg/mL, 10",
    "0.1, /s, /min, 6",
    "1.50, mg, mg, 1.50",
  })
  void convertsBetweenUnits(BigDecimal value, String from, String to, BigDecimal expected) {
    assertEquals(0, expected.compareTo(Ucum.convert(value, from, to).orElseThrow()));
  }

  @Test
  void refusesToConvertWhatDoesNotCompare() {
    assertEquals(Optional.empty(), Ucum.convert(BigDecimal.ONE, "kg", "cm"));
    assertEquals(Optional.empty(), Ucum.convert(BigDecimal.ONE, "[iU]", "1"));
    assertEquals(Optional.empty(), Ucum.convert(BigDecimal.ONE, "[pH]", "mol/L"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kgs",
        "beats/min",
        "KG",
        "mg//dL",
        "mg/",
        "(mg",
        "mg)",
        "m[Hg",
        "{open",
        "m2.",
        "Cel/min",
        "Cel2",
        "0",
        "m99999999999999999999",
        "m31",
        "k",
        "kk",
        "[lb_av",
        "km.{x",
        "m+",
        "\u0000",
        "kilo",
        "-1",
        "10*99"
      })
  void knowsWhatIsNoUnit(String code) {
    assertEquals(Optional.empty(), Ucum.canonical(BigDecimal.ONE, code));
  }

  @Test
  void agreesWithTheReferenceLibraryOnEveryUnitOfTheTable() throws Exception {
    int compared = 0;
    try (InputStream essence = UcumTest.class.getResourceAsStream("/ucum-essence.xml")) {
      UcumEssenceService library = new UcumEssenceService(essence);
      for (DefinedUnit unit : library.getModel().getDefinedUnits()) {
        String code = unit.getCode();
        Ucum.Canonical ours = Ucum.canonical(BigDecimal.ONE, code).orElseThrow();
        boolean itself = unit.isSpecial() || ours.unit().equals(code) || code.equals("[IU]");
        if (!itself) {
          Pair one = new Pair(new Decimal("1.00000000000000000000"), code);
          double theirs =
              Double.parseDouble(library.getCanonicalForm(one).getValue().asScientific());
          // The library divides with few digits: its quart of the United States has 946 ml.
          assertEquals(1, ours.value().doubleValue() / theirs, 0.01, code);
          compared++;
        }
      }
    }
    assertTrue(compared > 230, "units compared: " + compared);
  }

  @Test
  void takesAnyTextForAUnit() {
    Random random = new Random(7);
    String alphabet = "mgkLs/.(){}[]*^%0129+-' é";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder code = new StringBuilder();
      for (int length = random.nextInt(12); length >= 0; length--) {
        code.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Ucum.canonical(new BigDecimal("1e999"), code.toString());
      Ucum.convert(new BigDecimal("-1e-999"), "g", code.toString());
    }
    assertEquals(Optional.empty(), Ucum.canonical(BigDecimal.ONE, "(".repeat(100_000)));
    assertEquals(Optional.empty(), Ucum.canonical(new BigDecimal("1e999999999"), "kg"));
  }
}
