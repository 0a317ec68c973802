package io.salus.records.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** A compiled expression; immutable, may be used by many threads at once. */
public final class Expression {
  private final String text;
  private final Node root;
  private final Set<String> names;
  private final boolean readsWhole;
  private final boolean readsElements;

  Expression(String text, Node root, Set<String> names, boolean readsWhole, boolean readsElements) {
    this.text = text;
    this.root = root;
    this.names = names;
    this.readsWhole = readsWhole;
    this.readsElements = readsElements;
  }

  /**
   * Every name of a child that the expression goes to, from wherever: an element of the resource
   * whose name, or whose choice name, is not among them has no part in the result. It says nothing
   * when {@link #readsWhole()}.
   */
  public Set<String> names() {
    return names;
  }

  /** Whether the expression can look at elements that it does not name. */
  public boolean readsWhole() {
    return readsWhole;
  }

  /**
   * Whether the expression can look at all that is in an element that it goes to, for example to
   * compare it with another one.
   */
  public boolean readsElements() {
    return readsElements;
  }

  /** What the expression selects from a resource. */
  public List<Item> evaluate(JsonNode resource) {
    return evaluate(Item.of(resource));
  }

  /** What the expression selects from a resource. */
  public List<Item> evaluate(Item resource) {
    return root.evaluate(new Frame(resource, resource, 0, 0));
  }

  /**
   * What the expression selects from an element inside a resource.
   *
   * @param rowIndex the value of `%rowIndex`
   */
  public List<Item> evaluate(Item resource, Item focus, int rowIndex) {
    return root.evaluate(new Frame(resource, focus, 0, rowIndex));
  }

  /** The source text. */
  @Override
  public String toString() {
    return text;
  }
}
