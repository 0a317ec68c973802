package io.salus.records.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A compiled expression; immutable, may be used by many threads at once. */
public final class Expression {
  private final String text;
  private final Node root;

  Expression(String text, Node root) {
    this.text = text;
    this.root = root;
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
