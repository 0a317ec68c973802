package io.salus.records.terminology;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Definitions that a test writes down, and behind them the standard's. */
final class TestShelf implements Library.Shelf {
  private final Map<String, Concepts> codeSystems = new HashMap<>();
  private final Map<String, ValueSet> valueSets = new HashMap<>();

  TestShelf codeSystem(String url, String rest) {
    codeSystems.put(url, ConceptsReader.read(json("CodeSystem", url, rest)));
    return this;
  }

  TestShelf valueSet(String url, String rest) {
    valueSets.put(url, ValueSet.read(json("ValueSet", url, rest)));
    return this;
  }

  private static byte[] json(String type, String url, String rest) {
    return "{\"resourceType\":\"%s\",\"url\":\"%s\",%s}"
        .formatted(type, url, rest)
        .getBytes(StandardCharsets.UTF_8);
  }

  Library library(int most) {
    return new Library(this, most);
  }

  List<String> expand(String url) {
    Library library = library(10_000);
    return new Expander(library)
        .expand(library.requireValueSet(Canonical.parse(url))).stream()
            .map(member -> member.code().code())
            .toList();
  }

  boolean contains(String url, String system, String code) {
    Library library = library(10_000);
    ValueSet valueSet = library.requireValueSet(Canonical.parse(url));
    return Membership.find(library, valueSet, new SystemCode(system, code)).isPresent();
  }

  @Override
  public Optional<Concepts> codeSystem(Canonical canonical) {
    return Optional.ofNullable(codeSystems.get(canonical.url()))
        .or(() -> StandardDefinitions.find("CodeSystem", canonical).map(ConceptsReader::read));
  }

  @Override
  public Optional<ValueSet> valueSet(Canonical canonical) {
    return Optional.ofNullable(valueSets.get(canonical.url()))
        .or(() -> StandardDefinitions.find("ValueSet", canonical).map(ValueSet::read));
  }
}
