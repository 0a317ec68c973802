package io.salus.records.definition;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Turns the table of the Unified Code for Units of Measure into lines: {@code prefix code value},
 * {@code base code}, {@code unit code metric|plain linear|special|arbitrary value unit}, separated
 * by tabs.
 */
final class UnitTable {
  private static final String NOTICE =
      """
      # This product includes all or a portion of the UCUM table, UCUM codes, and UCUM definitions or is
      # derived from it, subject to a license from Regenstrief Institute, Inc. and The UCUM Organization.
      # http://unitsofmeasure.org/trac/wiki/TermsOfUse. Copyright (c) 1999-2013 Regenstrief Institute.
      """;

  private final List<String> lines = new ArrayList<>();
  private List<String> current = List.of();

  private UnitTable() {}

  static String of(InputStream essence) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    UnitTable table = new UnitTable();
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(essence);
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT) {
          table.element(
              reader.getLocalName(),
              name -> Optional.ofNullable(reader.getAttributeValue(null, name)).orElse(""));
        }
      }
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
    return NOTICE + String.join("\n", table.lines) + "\n";
  }

  /** A {@code function} comes inside the {@code value} of a special unit, and says more. */
  private void element(String name, Function<String, String> attribute) {
    switch (name) {
      case "base-unit" -> lines.add("base\t" + attribute.apply("Code"));
      case "prefix" -> current = List.of("prefix", attribute.apply("Code"));
      case "unit" ->
          current =
              List.of(
                  "unit",
                  attribute.apply("Code"),
                  attribute.apply("isMetric").equals("yes") ? "metric" : "plain",
                  attribute.apply("isSpecial").equals("yes")
                      ? "special"
                      : attribute.apply("isArbitrary").equals("yes") ? "arbitrary" : "linear");
      case "value" -> {
        if (!attribute.apply("value").isEmpty()) {
          add(attribute.apply("value"), attribute.apply("Unit"));
        }
      }
      case "function" -> add(attribute.apply("value"), attribute.apply("Unit"));
      default -> {
        // names and printed symbols
      }
    }
  }

  private void add(String value, String unit) {
    String line = String.join("\t", current) + "\t" + value;
    lines.add(unit.isEmpty() ? line : line + "\t" + unit);
  }
}
