package io.salus.records.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of a type.
 *
 * @param name as in the path, without {@code [x]}
 * @param min fewest values
 * @param list whether several values are allowed; in JSON this is an array
 * @param choice whether the JSON name ends with the type, as in {@code valueString}
 * @param types names of the allowed types; a backbone element is named by its path, for example
 *     {@code Patient.contact}
 * @param valueSet url of the required value set, when its codes are known
 * @param summary whether it is in the summary of its type
 */
public record ElementDefinition(
    String name,
    int min,
    boolean list,
    boolean choice,
    List<String> types,
    @Nullable String valueSet,
    boolean summary) {

  public ElementDefinition {
    types = List.copyOf(types);
  }

  /** The name in JSON when the value is of this type. */
  public String jsonName(String type) {
    return choice ? name + Character.toUpperCase(type.charAt(0)) + type.substring(1) : name;
  }
}
