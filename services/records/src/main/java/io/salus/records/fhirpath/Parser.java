package io.salus.records.fhirpath;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.salus.records.fhirpath.Token.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From text to closures in one pass; precedence as in the grammar of FHIRPath 2.0. */
final class Parser {
  /** Deeper nesting is refused, so that hostile input cannot overflow the stack. */
  private static final int DEPTH = 100;

  /** Weakest first. `is` and `as` stand between `|` and `+` and are read in {@link #typed}. */
  private static final List<Set<String>> LEVELS =
      List.of(
          Set.of("implies"),
          Set.of("or", "xor"),
          Set.of("and"),
          Set.of("in", "contains"),
          Set.of("=", "!=", "~", "!~"),
          Set.of("<", "<=", ">", ">="),
          Set.of("|"));

  private static final List<Set<String>> ARITHMETIC =
      List.of(Set.of("+", "-", "&"), Set.of("*", "/", "div", "mod"));

  private static final Set<String> TYPE_FUNCTIONS = Set.of("ofType", "as", "is", "getReferenceKey");

  /** Operators that look into the elements on both sides. */
  private static final Set<String> COMPARING =
      Set.of("in", "contains", "=", "!=", "~", "!~", "<", "<=", ">", ">=", "|");

  /** Functions that look at nothing but what {@link #noteReads} says. */
  private static final Set<String> READING_NO_ELEMENTS =
      Set.of(
          "[]",
          "all",
          "as",
          "count",
          "empty",
          "exists",
          "extension",
          "first",
          "getReferenceKey",
          "getResourceKey",
          "is",
          "last",
          "not",
          "ofType",
          "resolve",
          "select",
          "single",
          "skip",
          "tail",
          "take",
          "where");

  private static final Map<String, String> SYSTEMS =
      Map.of(
          "%ucum", "http://unitsofmeasure.org",
          "%sct", "http://snomed.info/sct",
          "%loinc", "http://loinc.org");

  private final List<Token> tokens;
  private final Map<String, Item> constants;
  private final Set<String> names = new HashSet<>();
  private boolean readsWhole;
  private boolean readsElements;
  private int at;
  private int depth;

  Parser(String text, Map<String, Item> constants) {
    this.tokens = Lexer.tokens(text);
    this.constants = constants;
  }

  Node parse() {
    var node = expression();
    if (peek().kind() != Kind.END) {
      throw unexpected();
    }
    return node;
  }

  /** Names of children that the expression goes to. */
  Set<String> names() {
    return Set.copyOf(names);
  }

  /** Whether it can see elements that it does not name. */
  boolean readsWhole() {
    return readsWhole;
  }

  /** Whether it can look at all that is in an element that it goes to. */
  boolean readsElements() {
    return readsElements;
  }

  private Node expression() {
    if (++depth > DEPTH) {
      throw new FhirPathException("the expression is nested too deeply");
    }
    var node = level(0);
    depth--;
    return node;
  }

  private Node level(int level) {
    if (level == LEVELS.size()) {
      return typed();
    }
    var node = level(level + 1);
    while (isOperator(LEVELS.get(level))) {
      var operator = take().text();
      var right = level(level + 1);
      // A plain value is equal to no element, whatever is in it.
      readsElements |=
          COMPARING.contains(operator)
              && (operator.equals("|") || !(isPlain(node) || isPlain(right)));
      node = Operators.binary(operator, node, right);
    }
    return node;
  }

  private Node typed() {
    var node = arithmetic(0);
    while (peek().isName("is") || peek().isName("as")) {
      node = node.then(Functions.typed(take().text(), typeSpecifier()));
    }
    return node;
  }

  private Node arithmetic(int level) {
    if (level == ARITHMETIC.size()) {
      return unary();
    }
    var node = arithmetic(level + 1);
    while (isOperator(ARITHMETIC.get(level))) {
      node = Operators.binary(take().text(), node, arithmetic(level + 1));
    }
    return node;
  }

  private Node unary() {
    if (peek().isSymbol("+")) {
      take();
      return path();
    }
    if (peek().isSymbol("-")) {
      take();
      return Operators.binary("-", frame -> Values.of(0), path());
    }
    return path();
  }

  private Node path() {
    var node = term();
    while (true) {
      if (peek().isSymbol(".")) {
        take();
        node = node.then(invocation());
      } else if (peek().isSymbol("[")) {
        take();
        var index = expression();
        expect("]");
        node = node.then(Functions.create("[]", List.of(index)));
      } else {
        return node;
      }
    }
  }

  private Node term() {
    var token = peek();
    return switch (token.kind()) {
      case STRING -> literal(new Item(TextNode.valueOf(take().text()), "string"));
      case NUMBER -> number();
      case TEMPORAL -> temporal();
      case CONSTANT -> constant();
      case NAME, QUOTED_NAME -> head();
      case VARIABLE -> variable();
      case SYMBOL -> group();
      case END -> throw unexpected();
    };
  }

  /**
   * The first name of a path: a type keeps the resource only when it is of that type, as in
   * `Patient.name`.
   */
  private Node head() {
    var token = peek();
    if (token.kind() == Kind.NAME && Set.of("true", "false").contains(token.text())) {
      return new Literal(Values.of((Boolean) take().text().equals("true")));
    }
    Node self = frame -> List.of(frame.self());
    if (token.kind() == Kind.NAME && Character.isUpperCase(token.text().charAt(0))) {
      return self.then(Functions.typed("as", typeSpecifier()));
    }
    return self.then(invocation());
  }

  private Step invocation() {
    if (peek().kind() == Kind.VARIABLE) {
      var variable = variable();
      return (frame, input) -> variable.evaluate(frame);
    }
    if (peek().kind() != Kind.NAME && peek().kind() != Kind.QUOTED_NAME) {
      throw unexpected();
    }
    var name = take().text();
    if (peek().isSymbol("(")) {
      return function(name);
    }
    names.add(name);
    return Navigation.child(name);
  }

  private Step function(String name) {
    int start = take().at();
    noteReads(name);
    if (TYPE_FUNCTIONS.contains(name) && !peek().isSymbol(")")) {
      var type = typeSpecifier();
      expect(")");
      return Functions.typed(name, type);
    }
    var arguments = new ArrayList<Node>();
    while (!peek().isSymbol(")")) {
      if (!arguments.isEmpty()) {
        expect(",");
      }
      arguments.add(expression());
    }
    take();
    try {
      return Functions.create(name, arguments);
    } catch (FhirPathException e) {
      throw new FhirPathException(e.getMessage() + " at position " + start);
    }
  }

  /** What functions look at beside the names in the text. */
  private void noteReads(String function) {
    readsElements |= !READING_NO_ELEMENTS.contains(function);
    switch (function) {
      case "children", "descendants" -> readsWhole = true;
      case "extension" -> names.addAll(List.of("extension", "url"));
      case "getResourceKey" -> names.add("id");
      case "getReferenceKey" -> names.add("reference");
      case "resolve" -> names.addAll(List.of("contained", "id", "reference", "type"));
      default -> {}
    }
  }

  private String typeSpecifier() {
    var type = new StringBuilder(typeName());
    // Only the name spaces of types take a second part; `Patient.name` is a path.
    if ((type.toString().equals("FHIR") || type.toString().equals("System"))
        && peek().isSymbol(".")) {
      take();
      type.append('.').append(typeName());
    }
    return Types.normalise(type.toString());
  }

  private String typeName() {
    if (peek().kind() != Kind.NAME && peek().kind() != Kind.QUOTED_NAME) {
      throw unexpected();
    }
    return take().text();
  }

  private Node group() {
    if (peek().isSymbol("{")) {
      take();
      expect("}");
      return frame -> List.of();
    }
    expect("(");
    var inner = expression();
    expect(")");
    return inner;
  }

  private Node number() {
    var value = new BigDecimal(take().text());
    var unit = peek();
    if (unit.kind() == Kind.STRING) {
      var quantity =
          JsonNodeFactory.instance.objectNode().put("value", value).put("code", take().text());
      return literal(new Item(quantity, "Quantity"));
    }
    return value.scale() > 0
        ? literal(new Item(DecimalNode.valueOf(value), "decimal"))
        : literal(new Item(LongNode.valueOf(value.longValue()), "integer"));
  }

  private Node temporal() {
    var token = take();
    boolean time = token.text().startsWith("T");
    var type = time ? "time" : token.text().contains("T") ? "dateTime" : "date";
    var text = time ? token.text().substring(1) : token.text();
    if (Temporal.parse(text) == null) {
      throw new FhirPathException("no such date or time at position " + (token.at() + 1));
    }
    return literal(new Item(TextNode.valueOf(text), type));
  }

  private Node constant() {
    var token = take();
    var own = constants.get(token.text().substring(1));
    if (own != null) {
      return literal(own);
    }
    var system = SYSTEMS.get(token.text());
    if (system != null) {
      return literal(new Item(TextNode.valueOf(system), "string"));
    }
    return switch (token.text()) {
      case "%resource", "%rootResource", "%context" -> {
        readsWhole |= !peek().isSymbol(".");
        yield frame -> List.of(frame.resource());
      }
      case "%rowIndex" -> frame -> Values.of(frame.rowIndex());
      default ->
          throw new FhirPathException(
              "unknown constant " + token.text() + " at position " + (token.at() + 1));
    };
  }

  private Node variable() {
    return switch (peek().text()) {
      case "$this" -> {
        take();
        yield frame -> List.of(frame.self());
      }
      case "$index" -> {
        take();
        yield frame -> Values.of(frame.index());
      }
      default -> throw unexpected();
    };
  }

  private static Node literal(Item item) {
    return new Literal(List.of(item));
  }

  private static boolean isPlain(Node node) {
    return node instanceof Literal literal && literal.value().getFirst().node().isValueNode();
  }

  private record Literal(List<Item> value) implements Node {
    @Override
    public List<Item> evaluate(Frame frame) {
      return value;
    }
  }

  private boolean isOperator(Set<String> symbols) {
    return (peek().kind() == Kind.SYMBOL || peek().kind() == Kind.NAME)
        && symbols.contains(peek().text());
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token take() {
    return tokens.get(at++);
  }

  private void expect(String symbol) {
    if (!peek().isSymbol(symbol)) {
      throw unexpected();
    }
    take();
  }

  private FhirPathException unexpected() {
    return new FhirPathException(
        "unexpected '" + peek().text() + "' at position " + (peek().at() + 1));
  }
}
