package io.salus.records.definition;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes definitions as counts and indexes into one table of strings. The same input gives the same
 * bytes, so that builds are reproducible.
 */
final class DefinitionWriter {
  private final Map<String, Integer> strings = new LinkedHashMap<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(body);

  private DefinitionWriter() {}

  static byte[] write(Definitions definitions) throws IOException {
    DefinitionWriter writer = new DefinitionWriter();
    writer.list(definitions.codeSets().values(), writer::codeSet);
    Map<ElementDefinition, Integer> elements = new LinkedHashMap<>();
    for (TypeDefinition type : definitions.types().values()) {
      type.elements().forEach(element -> elements.putIfAbsent(element, elements.size()));
    }
    writer.list(elements.keySet(), writer::element);
    writer.list(definitions.types().values(), type -> writer.type(type, elements));
    writer.list(definitions.searchParameters(), writer::searchParameter);
    writer.map(
        definitions.compartments(),
        compartment -> writer.map(compartment, params -> writer.list(params, writer::string)));
    return writer.withStrings();
  }

  private byte[] withStrings() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(whole);
    data.writeInt(strings.size());
    for (String string : new ArrayList<>(strings.keySet())) {
      data.writeUTF(string);
    }
    body.writeTo(data);
    return whole.toByteArray();
  }

  private void codeSet(CodeSet codes) throws IOException {
    string(codes.url());
    list(
        codes.bySystem().entrySet(),
        entry -> {
          string(entry.getKey());
          list(new TreeSet<>(entry.getValue()), this::string);
        });
  }

  private void element(ElementDefinition element) throws IOException {
    string(element.name());
    out.writeInt(element.min());
    out.writeBoolean(element.list());
    out.writeBoolean(element.choice());
    list(element.types(), this::string);
    optionalString(element.valueSet());
    out.writeBoolean(element.summary());
  }

  private void type(TypeDefinition type, Map<ElementDefinition, Integer> elements)
      throws IOException {
    string(type.name());
    string(type.kind().name());
    list(type.elements(), element -> out.writeInt(elements.getOrDefault(element, -1)));
  }

  private void searchParameter(SearchParameter parameter) throws IOException {
    string(parameter.type());
    string(parameter.code());
    string(parameter.kind().name());
    list(parameter.targets(), this::string);
    list(parameter.paths(), this::path);
    Composite composite = parameter.composite();
    list(composite == null ? List.of() : List.of(composite), this::composite);
  }

  private void composite(Composite composite) throws IOException {
    list(composite.parts(), kind -> string(kind.name()));
    list(composite.together(), params -> list(params, this::string));
    list(
        composite.pairs(),
        pairs -> {
          string(pairs.param());
          string(pairs.root());
          list(pairs.parts(), paths -> list(paths, this::path));
        });
  }

  private void path(SearchPath path) throws IOException {
    string(path.expression());
    list(path.types(), this::string);
    optionalString(path.target());
    optionalString(path.valueSet());
  }

  private void string(String value) throws IOException {
    out.writeInt(strings.computeIfAbsent(value, key -> strings.size()));
  }

  private void optionalString(@Nullable String value) throws IOException {
    if (value == null) {
      out.writeInt(-1);
    } else {
      string(value);
    }
  }

  private <T> void map(Map<String, T> map, Item<T> item) throws IOException {
    list(
        new TreeMap<>(map).entrySet(),
        entry -> {
          string(entry.getKey());
          item.write(entry.getValue());
        });
  }

  private <T> void list(Collection<T> items, Item<T> item) throws IOException {
    out.writeInt(items.size());
    for (T each : items) {
      item.write(each);
    }
  }

  private interface Item<T> {
    void write(T item) throws IOException;
  }
}
