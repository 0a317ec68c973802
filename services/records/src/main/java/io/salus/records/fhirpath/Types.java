package io.salus.records.fhirpath;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The R4 data types, as far as JSON shows them: in the names of choice elements, and by the form of
 * a value.
 */
final class Types {
  private static final Set<String> TEMPORAL = Set.of("date", "dateTime", "instant", "time");

  private static final Set<String> TEXT =
      Set.of(
          "base64Binary",
          "canonical",
          "code",
          "id",
          "markdown",
          "oid",
          "string",
          "uri",
          "url",
          "uuid");

  private static final Set<String> NUMBER =
      Set.of("decimal", "integer", "positiveInt", "unsignedInt");

  private static final Set<String> COMPLEX =
      Set.of(
          "Address",
          "Age",
          "Annotation",
          "Attachment",
          "CodeableConcept",
          "Coding",
          "ContactDetail",
          "ContactPoint",
          "Contributor",
          "Count",
          "DataRequirement",
          "Distance",
          "Dosage",
          "Duration",
          "Expression",
          "HumanName",
          "Identifier",
          "Meta",
          "Money",
          "ParameterDefinition",
          "Period",
          "Quantity",
          "Range",
          "Ratio",
          "Reference",
          "RelatedArtifact",
          "SampledData",
          "Signature",
          "Timing",
          "TriggerDefinition",
          "UsageContext");

  /** http://hl7.org/fhir/R4/datatypes.html: what each type specialises. */
  private static final Map<String, String> PARENTS =
      Map.ofEntries(
          Map.entry("code", "string"),
          Map.entry("id", "string"),
          Map.entry("markdown", "string"),
          Map.entry("canonical", "uri"),
          Map.entry("oid", "uri"),
          Map.entry("url", "uri"),
          Map.entry("uuid", "uri"),
          Map.entry("positiveInt", "integer"),
          Map.entry("unsignedInt", "integer"),
          Map.entry("Age", "Quantity"),
          Map.entry("Count", "Quantity"),
          Map.entry("Distance", "Quantity"),
          Map.entry("Duration", "Quantity"));

  private static final Map<String, String> SYSTEM =
      Map.of(
          "Boolean", "boolean",
          "String", "string",
          "Integer", "integer",
          "Decimal", "decimal",
          "Date", "date",
          "DateTime", "dateTime",
          "Time", "time");

  private static final Map<String, String> BY_SUFFIX = bySuffix();

  private Types() {}

  private static Map<String, String> bySuffix() {
    var suffixes = new HashMap<String, String>();
    for (var primitives : java.util.List.of(TEMPORAL, TEXT, NUMBER, Set.of("boolean"))) {
      for (var type : primitives) {
        suffixes.put(Character.toUpperCase(type.charAt(0)) + type.substring(1), type);
      }
    }
    COMPLEX.forEach(type -> suffixes.put(type, type));
    return Map.copyOf(suffixes);
  }

  /**
   * The type that `field` gives to the choice element `name`: `Quantity` for `valueQuantity` and
   * `value`; null when it is not one.
   */
  static @Nullable String ofChoice(String name, String field) {
    return field.length() > name.length() && field.startsWith(name)
        ? BY_SUFFIX.get(field.substring(name.length()))
        : null;
  }

  /** Without name space, System types under their FHIR names. */
  static String normalise(String specifier) {
    var name = specifier.substring(specifier.lastIndexOf('.') + 1);
    return SYSTEM.getOrDefault(name, name);
  }

  static boolean isTemporal(@Nullable String type) {
    return type != null && TEMPORAL.contains(type);
  }

  static boolean isComplex(String type) {
    return COMPLEX.contains(type);
  }

  static boolean matches(Item item, String wanted) {
    var type = item.type();
    return type == null ? looksLike(item, wanted) : derives(item, type, wanted);
  }

  private static boolean derives(Item item, String type, String wanted) {
    for (String t = type; t != null; t = PARENTS.get(t)) {
      if (t.equals(wanted)) {
        return true;
      }
    }
    return switch (wanted) {
      case "Resource", "DomainResource" -> item.node().has("resourceType");
      case "Element" -> !item.node().has("resourceType");
      default -> false;
    };
  }

  /**
   * Of an element whose type JSON does not tell, the form of the value has to do. An object of
   * unknown type is only an Element.
   */
  private static boolean looksLike(Item item, String wanted) {
    var node = item.node();
    if (node.isBoolean()) {
      return wanted.equals("boolean");
    }
    if (node.isNumber()) {
      return wanted.equals("decimal") || (NUMBER.contains(wanted) && node.isIntegralNumber());
    }
    if (node.isTextual()) {
      return TEXT.contains(wanted)
          || (TEMPORAL.contains(wanted) && Temporal.isA(wanted, node.textValue()));
    }
    return wanted.equals("Element") || wanted.equals("BackboneElement");
  }
}
