package io.salus.records.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Run by the build: compiles the FHIR R4 definitions that HAPI packages (30 MB of XML) to the file
 * that {@link R4} reads, and the table of units to another. The packages are on the class path of
 * the build only.
 */
public final class DefinitionCompiler {
  private static final String SOURCE = "/org/hl7/fhir/r4/model/";

  /** ViewDefinition is no type of R4, and is stored like one. */
  private static final String VIEWS = "/io/salus/records/definition/view-definition";

  private DefinitionCompiler() {}

  /**
   * @param args the directory to write into
   */
  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    Files.write(directory.resolve(R4.FILE), DefinitionWriter.write(compile()));
    try (InputStream essence = open("/ucum-essence.xml")) {
      Files.writeString(directory.resolve("ucum.txt"), UnitTable.of(essence));
    }
  }

  private static Definitions compile() throws IOException {
    CodeSets codeSets = new CodeSets();
    for (String file : List.of("valuesets", "v2-tables", "v3-codesystems")) {
      try (InputStream in = open(SOURCE + "valueset/" + file + ".xml")) {
        XmlNode.readResources(in, Set.of("ValueSet", "CodeSystem"), codeSets::add);
      }
    }
    List<TypeDefinition> types = new ArrayList<>();
    StructureCompiler structures = new StructureCompiler(types, codeSets);
    for (String file :
        List.of(
            SOURCE + "profile/profiles-types.xml",
            SOURCE + "profile/profiles-resources.xml",
            VIEWS + ".xml")) {
      try (InputStream in = open(file)) {
        XmlNode.readResources(in, Set.of("StructureDefinition"), structures::compile);
      }
    }
    Definitions structural = Definitions.linked(types, codeSets.all(), List.of(), Map.of());
    List<SearchParameter> parameters = searchParameters(structural);
    return new Definitions(
        structural.types(), structural.codeSets(), parameters, compartments(parameters));
  }

  private static List<SearchParameter> searchParameters(Definitions structural) throws IOException {
    SearchParameterCompiler compiler = new SearchParameterCompiler(structural.types());
    List<JsonNode> definitions = new ArrayList<>();
    for (String file : List.of(SOURCE + "sp/search-parameters.json", VIEWS + "-search.json")) {
      try (InputStream in = open(file)) {
        for (JsonNode entry : new ObjectMapper().readTree(in).path("entry")) {
          definitions.add(entry.path("resource"));
        }
      }
    }
    List<SearchParameter> parameters = new ArrayList<>();
    definitions.forEach(definition -> parameters.addAll(compiler.compile(definition)));
    parameters.addAll(
        new CompositeCompiler(structural.types(), compiler, definitions, parameters).compile());
    parameters.sort(
        Comparator.comparing(SearchParameter::type).thenComparing(SearchParameter::code));
    return parameters;
  }

  /**
   * Sections {@code [Compartment]} of lines {@code Type: parameter, parameter}; each parameter must
   * be a reference.
   */
  private static Map<String, Map<String, List<String>>> compartments(
      List<SearchParameter> parameters) throws IOException {
    Map<String, Map<String, List<String>>> compartments = new TreeMap<>();
    try (InputStream in = open("/io/salus/records/definition/compartments.txt")) {
      Map<String, List<String>> section = Map.of();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
        if (line.startsWith("[")) {
          section = new TreeMap<>();
          compartments.put(line.substring(1, line.length() - 1), section);
        } else {
          String[] pair = line.split(": ", 2);
          List<String> codes = List.of(pair[1].split(", "));
          codes.forEach(code -> requireReference(parameters, pair[0], code));
          section.put(pair[0], codes);
        }
      }
    }
    return compartments;
  }

  private static void requireReference(List<SearchParameter> parameters, String type, String code) {
    if (parameters.stream()
        .noneMatch(
            parameter ->
                parameter.type().equals(type)
                    && parameter.code().equals(code)
                    && parameter.kind() == SearchKind.REFERENCE)) {
      throw new IllegalStateException(type + " has no reference parameter " + code);
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream in = DefinitionCompiler.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IOException(resource + " is not on the class path of the build");
    }
    return in;
  }
}
