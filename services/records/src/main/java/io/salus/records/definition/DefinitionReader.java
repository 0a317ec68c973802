package io.salus.records.definition;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what {@link DefinitionWriter} wrote. Equal strings and elements are one object. */
final class DefinitionReader {
  private final DataInputStream in;
  private List<String> strings = List.of();

  private DefinitionReader(InputStream in) {
    this.in = new DataInputStream(new BufferedInputStream(in, 1 << 16));
  }

  static Definitions read(InputStream in) throws IOException {
    DefinitionReader reader = new DefinitionReader(in);
    reader.strings = reader.list(reader.in::readUTF);
    List<CodeSet> codeSets = reader.list(reader::codeSet);
    List<ElementDefinition> elements = reader.list(reader::element);
    List<TypeDefinition> types = reader.list(() -> reader.type(elements));
    List<SearchParameter> parameters = reader.list(reader::searchParameter);
    Map<String, Map<String, List<String>>> compartments =
        reader.map(() -> reader.map(() -> List.copyOf(reader.list(reader::string))));
    return Definitions.linked(types, codeSets, parameters, compartments);
  }

  private CodeSet codeSet() throws IOException {
    String url = string();
    Map<String, Set<String>> bySystem = new LinkedHashMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      bySystem.put(string(), new HashSet<>(list(this::string)));
    }
    return new CodeSet(url, bySystem);
  }

  private ElementDefinition element() throws IOException {
    return new ElementDefinition(
        string(),
        in.readInt(),
        in.readBoolean(),
        in.readBoolean(),
        list(this::string),
        optionalString(),
        in.readBoolean());
  }

  private TypeDefinition type(List<ElementDefinition> elements) throws IOException {
    return new TypeDefinition(
        string(), TypeKind.valueOf(string()), list(() -> elements.get(in.readInt())));
  }

  private SearchParameter searchParameter() throws IOException {
    return new SearchParameter(
        string(),
        string(),
        SearchKind.valueOf(string()),
        list(this::string),
        list(this::path),
        list(this::composite).stream().findFirst().orElse(null));
  }

  private SearchPath path() throws IOException {
    return new SearchPath(string(), list(this::string), optionalString(), optionalString());
  }

  private Composite composite() throws IOException {
    return new Composite(
        list(() -> SearchKind.valueOf(string())),
        list(() -> list(this::string)),
        list(() -> new Composite.Pairs(string(), string(), list(() -> list(this::path)))));
  }

  private String string() throws IOException {
    return strings.get(in.readInt());
  }

  private @Nullable String optionalString() throws IOException {
    int index = in.readInt();
    return index < 0 ? null : strings.get(index);
  }

  private <T> Map<String, T> map(Item<T> item) throws IOException {
    Map<String, T> map = new HashMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      map.put(string(), item.read());
    }
    return map;
  }

  private <T> List<T> list(Item<T> item) throws IOException {
    int size = in.readInt();
    List<T> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(item.read());
    }
    return list;
  }

  private interface Item<T> {
    T read() throws IOException;
  }
}
