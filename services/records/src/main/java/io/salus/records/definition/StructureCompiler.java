package io.salus.records.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the snapshot of a StructureDefinition into its type and one type a backbone element. */
final class StructureCompiler {
  private static final Set<String> ABSTRACT_RESOURCES = Set.of("Resource", "DomainResource");
  private static final String SYSTEM_TYPE = "http://hl7.org/fhirpath/System.";

  private final List<TypeDefinition> types;
  private final CodeSets codeSets;

  StructureCompiler(List<TypeDefinition> types, CodeSets codeSets) {
    this.types = types;
    this.codeSets = codeSets;
  }

  void compile(XmlNode structure) {
    String kind = structure.require("kind");
    boolean profile = structure.text("derivation").filter("constraint"::equals).isPresent();
    if (profile || kind.equals("logical")) {
      return;
    }
    String name = structure.require("type");
    Map<String, List<ElementDefinition>> elements = new LinkedHashMap<>();
    elements.put(name, new ArrayList<>());
    structure
        .first("snapshot")
        .orElseThrow()
        .all("element")
        .forEach(element -> add(element, kind, elements));
    elements.forEach(
        (path, children) ->
            types.add(
                new TypeDefinition(
                    path, path.equals(name) ? kindOf(name, kind) : TypeKind.COMPLEX, children)));
  }

  private static TypeKind kindOf(String name, String kind) {
    return switch (kind) {
      case "primitive-type" -> TypeKind.PRIMITIVE;
      case "resource" ->
          ABSTRACT_RESOURCES.contains(name) ? TypeKind.ANY_RESOURCE : TypeKind.RESOURCE;
      default -> TypeKind.COMPLEX;
    };
  }

  private void add(XmlNode element, String kind, Map<String, List<ElementDefinition>> elements) {
    String path = element.require("path");
    int dot = path.lastIndexOf('.');
    String max = element.require("max");
    if (dot < 0 || max.equals("0")) {
      return;
    }
    String parent = path.substring(0, dot);
    boolean choice = path.endsWith("[x]");
    String name = path.substring(dot + 1, choice ? path.length() - 3 : path.length());
    boolean primitiveValue = kind.equals("primitive-type") && name.equals("value");
    if (primitiveValue) {
      return;
    }
    List<String> typeNames = typeNames(element, path, kind, elements);
    Objects.requireNonNull(elements.get(parent))
        .add(
            new ElementDefinition(
                name,
                Integer.parseInt(element.require("min")),
                !max.equals("1"),
                choice,
                typeNames,
                requiredValueSet(element),
                element.text("isSummary").filter("true"::equals).isPresent()));
  }

  private static List<String> typeNames(
      XmlNode element, String path, String kind, Map<String, List<ElementDefinition>> elements) {
    String reference = element.text("contentReference").orElse(null);
    if (reference != null) {
      return List.of(reference.substring(reference.indexOf('#') + 1));
    }
    List<String> names =
        element.all("type").map(type -> typeName(type, path, kind)).distinct().toList();
    if (names.equals(List.of("BackboneElement")) || names.equals(List.of("Element"))) {
      elements.put(path, new ArrayList<>());
      return List.of(path);
    }
    return names;
  }

  private static String typeName(XmlNode type, String path, String kind) {
    String code = type.require("code");
    if (!code.startsWith(SYSTEM_TYPE)) {
      return code;
    }
    // The standard's definitions call Resource.id a string; its text and the JSON schema say id.
    if (kind.equals("resource") && path.indexOf('.') == path.lastIndexOf('.')) {
      return "id";
    }
    return type.all("extension")
        .filter(
            extension -> String.valueOf(extension.url()).endsWith("structuredefinition-fhir-type"))
        .map(extension -> extension.children().getFirst().value())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("string");
  }

  private @Nullable String requiredValueSet(XmlNode element) {
    return element
        .first("binding")
        .filter(binding -> binding.require("strength").equals("required"))
        .flatMap(binding -> binding.text("valueSet"))
        .map(canonical -> canonical.split("\\|", 2)[0])
        .filter(codeSets::expand)
        .orElse(null);
  }
}
