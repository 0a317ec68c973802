package io.salus.records.definition;

import java.util.List;

/**
 * What a composite search parameter consists of. A resource has it when all of {@code together}
 * hold in one of their lists, or when one element of one of {@code pairs} has all parts.
 *
 * @param parts kinds of the parts
 * @param together parameters, one for each part, of an element that comes only once: a resource
 *     that has each of them has them together
 * @param pairs elements that come several times: their parts have to be found together
 */
public record Composite(List<SearchKind> parts, List<List<String>> together, List<Pairs> pairs) {
  public Composite {
    parts = List.copyOf(parts);
    together = List.copyOf(together);
    pairs = List.copyOf(pairs);
  }

  /**
   * @param param the composite parameter under which the elements are indexed; composite parameters
   *     of the same elements share one
   * @param root FHIRPath of the elements
   * @param parts where each part is, seen from the element
   */
  public record Pairs(String param, String root, List<List<SearchPath>> parts) {
    public Pairs {
      parts = List.copyOf(parts);
    }
  }
}
