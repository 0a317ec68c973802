package io.salus.records.definition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * FHIR R4 (4.0.1): resource types, data types, required codes and search parameters; and
 * ViewDefinition of SQL on FHIR, which is kept like a type of R4.
 */
public final class R4 {
  static final String FILE = "fhir-r4.bin";

  private static final Definitions DEFINITIONS = load();
  private static final Set<String> RESOURCE_TYPES =
      DEFINITIONS.types().values().stream()
          .filter(type -> type.kind() == TypeKind.RESOURCE)
          .map(TypeDefinition::name)
          .collect(Collectors.toUnmodifiableSet());
  private static final Map<String, List<SearchParameter>> SEARCH_PARAMETERS =
      DEFINITIONS.searchParameters().stream().collect(Collectors.groupingBy(SearchParameter::type));

  private static final SearchParameterCompiler PARAMETERS =
      new SearchParameterCompiler(DEFINITIONS.types());

  private R4() {}

  /** The types of resources that can be stored; the abstract ones are not among them. */
  public static Set<String> resourceTypes() {
    return RESOURCE_TYPES;
  }

  public static boolean isResourceType(String name) {
    return RESOURCE_TYPES.contains(name);
  }

  /** A resource type, data type or, named by its path, backbone element. */
  public static Optional<TypeDefinition> type(String name) {
    return Optional.ofNullable(DEFINITIONS.types().get(name));
  }

  /** The search parameters of a resource type, those of all resources included. */
  public static List<SearchParameter> searchParameters(String resourceType) {
    return SEARCH_PARAMETERS.getOrDefault(resourceType, List.of());
  }

  /**
   * Where an expression finds values of a kind in a resource type. An expression that is not
   * understood part by part is one path to values of all types of the kind.
   */
  public static List<SearchPath> searchPaths(String expression, String type, SearchKind kind) {
    List<SearchPath> paths = PARAMETERS.paths(expression, type, kind);
    int own = PARAMETERS.countOf(expression, type);
    return own > 0 && paths.size() == own
        ? paths
        : List.of(new SearchPath(expression, IndexableTypes.of(kind), null, null));
  }

  /** The resource types that a name stands for: itself, or all of an abstract one. */
  public static Set<String> concreteTypes(String name) {
    return isResourceType(name) ? Set.of(name) : PARAMETERS.concrete(name);
  }

  /** The compartments: Patient, Encounter, RelatedPerson, Practitioner, Device. */
  public static Set<String> compartments() {
    return DEFINITIONS.compartments().keySet();
  }

  /**
   * The reference parameters that put a resource of this type into the compartment of whatever
   * resource of the compartment's type they refer to; the resource itself is in its own one, which
   * no parameter says. Empty when the type is in no compartment of this name.
   */
  public static List<String> compartment(String compartment, String resourceType) {
    return DEFINITIONS
        .compartments()
        .getOrDefault(compartment, Map.of())
        .getOrDefault(resourceType, List.of());
  }

  /**
   * The search parameters that put a resource of this type into the compartment of each patient
   * that they refer to.
   */
  public static List<String> patientCompartment(String resourceType) {
    return compartment("Patient", resourceType);
  }

  /** The codes of a required value set that the standard enumerates. */
  public static Optional<CodeSet> codes(String valueSet) {
    return Optional.ofNullable(DEFINITIONS.codeSets().get(valueSet));
  }

  private static Definitions load() {
    try (InputStream in = R4.class.getResourceAsStream("/" + FILE)) {
      if (in == null) {
        throw new IllegalStateException(
            FILE + " is missing: build the module with Maven, which compiles it");
      }
      return DefinitionReader.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
