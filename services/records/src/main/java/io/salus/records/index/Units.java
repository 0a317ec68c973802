package io.salus.records.index;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The symbols of the UCUM table, each resolved to base units once. */
final class Units {
  private static final String TABLE = "/ucum.txt";

  /**
   * The two units of temperature that differ from kelvin by their zero (UCUM table 10 and 15): K =
   * C + 273.15 and K = (F + 459.67) * 5/9.
   */
  private static final Map<String, BigDecimal> ZEROS =
      Map.of("Cel", new BigDecimal("273.15"), "[degF]", new BigDecimal("459.67"));

  private record Atom(boolean metric, UnitFactor factor) {}

  private final Map<String, BigDecimal> prefixes = new HashMap<>();
  private final Map<String, Atom> atoms = new HashMap<>();
  private final Map<String, String[]> undefined = new LinkedHashMap<>();

  private Units() {}

  /** The table that the build compiled. */
  static Units load() {
    Units units = new Units();
    try (InputStream in = Units.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException(
            TABLE + " is missing: build the module with Maven, which compiles it");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .forEach(units::add);
      while (!units.undefined.isEmpty()) {
        units.define(units.undefined.keySet().iterator().next());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return units;
  }

  private void add(String[] line) {
    switch (line[0]) {
      case "prefix" -> prefixes.put(line[1], new BigDecimal(line[2]));
      case "base" -> atoms.put(line[1], new Atom(true, UnitFactor.base(line[1])));
      default -> undefined.put(line[1], line);
    }
  }

  /** Some units are defined by others that come later in the table. */
  private void define(String code) {
    String[] line = undefined.remove(code);
    if (line != null) {
      atoms.put(code, new Atom(line[2].equals("metric"), defined(line)));
    }
  }

  private UnitFactor defined(String[] line) {
    String code = line[1];
    BigDecimal zero = ZEROS.get(code);
    if (line[3].equals("arbitrary") || (line[3].equals("special") && zero == null)) {
      // Arbitrary units compare with themselves only. So do logarithms: ranges of them are none.
      return UnitFactor.base(code.equals("[IU]") ? "[iU]" : code);
    }
    UnitFactor unit = UnitParser.parse(line[5], this::defining);
    if (unit == null) {
      throw new IllegalStateException("the unit " + code + " is defined by what is not known");
    }
    UnitFactor factor = UnitFactor.number(new BigDecimal(line[4])).times(unit);
    return zero == null ? factor : factor.withOffset(zero);
  }

  private @Nullable UnitFactor defining(String symbol) {
    define(symbol);
    for (int length = 1; length <= 2 && length < symbol.length(); length++) {
      define(symbol.substring(length));
    }
    return find(symbol);
  }

  /** A symbol, with a prefix where the unit is metric. */
  @Nullable UnitFactor find(String symbol) {
    Atom whole = atoms.get(symbol);
    if (whole != null) {
      return whole.factor();
    }
    for (int length = 1; length <= 2 && length < symbol.length(); length++) {
      BigDecimal prefix = prefixes.get(symbol.substring(0, length));
      Atom atom = prefix == null ? null : atoms.get(symbol.substring(length));
      if (prefix != null && atom != null && atom.metric()) {
        return prefixed(prefix, atom.factor());
      }
    }
    return null;
  }

  /** Prefixes are powers of ten or two, so that the division is exact. */
  private static UnitFactor prefixed(BigDecimal prefix, UnitFactor unit) {
    return UnitFactor.number(prefix).times(unit).withOffset(unit.offset().divide(prefix));
  }
}
