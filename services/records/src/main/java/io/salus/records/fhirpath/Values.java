package io.salus.records.fhirpath;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Between Java values and collections of items. An empty collection is `null` here. */
final class Values {
  private static final List<Item> TRUE = List.of(new Item(BooleanNode.TRUE, "boolean"));
  private static final List<Item> FALSE = List.of(new Item(BooleanNode.FALSE, "boolean"));

  private Values() {}

  static List<Item> of(@Nullable Boolean value) {
    return value == null ? List.of() : value ? TRUE : FALSE;
  }

  static List<Item> of(@Nullable String value) {
    return value == null ? List.of() : List.of(new Item(TextNode.valueOf(value), "string"));
  }

  static List<Item> of(long value) {
    return List.of(new Item(LongNode.valueOf(value), "integer"));
  }

  static List<Item> of(@Nullable BigDecimal value) {
    return value == null ? List.of() : List.of(new Item(DecimalNode.valueOf(value), "decimal"));
  }

  /** The only item; null when there is none. */
  static @Nullable Item single(List<Item> items, String what) {
    return switch (items.size()) {
      case 0 -> null;
      case 1 -> items.getFirst();
      default -> throw new FhirPathException(what + " needs one value and got " + items.size());
    };
  }

  /**
   * Singleton evaluation of collections (FHIRPath 2.0, 4.5): a single value that is no boolean
   * counts as true.
   */
  static @Nullable Boolean truth(List<Item> items, String what) {
    var item = single(items, what);
    if (item == null) {
      return null;
    }
    return !item.node().isBoolean() || item.node().booleanValue();
  }

  static boolean isTrue(List<Item> items, String what) {
    return Boolean.TRUE.equals(truth(items, what));
  }

  static @Nullable String text(List<Item> items, String what) {
    var item = single(items, what);
    if (item == null || !item.hasValue()) {
      return null;
    }
    if (!item.node().isTextual()) {
      throw new FhirPathException(what + " needs a string");
    }
    return item.node().textValue();
  }

  static @Nullable BigDecimal number(List<Item> items, String what) {
    var item = single(items, what);
    if (item == null || !item.hasValue()) {
      return null;
    }
    if (!item.node().isNumber()) {
      throw new FhirPathException(what + " needs a number");
    }
    return item.node().decimalValue();
  }

  static @Nullable Integer integer(List<Item> items, String what) {
    var number = number(items, what);
    if (number == null) {
      return null;
    }
    try {
      return number.intValueExact();
    } catch (ArithmeticException e) {
      throw new FhirPathException(what + " needs an integer");
    }
  }
}
