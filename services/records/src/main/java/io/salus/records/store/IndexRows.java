package io.salus.records.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the index tables will hold for one resource. */
public final class IndexRows {
  record Text(long parameter, String value) {}

  record Range(long parameter, long low, long high) {}

  record Edge(long parameter, ResourceId target) {}

  record Concept(long parameter, long hash, String text) {}

  private final TenantHash hash;
  private final String type;
  private final Set<Long> patients = new LinkedHashSet<>();
  private final Set<Long> tokens = new LinkedHashSet<>();
  private final Set<Range> ranges = new LinkedHashSet<>();
  private final Set<Long> ranged = new HashSet<>();
  private final Set<Text> texts = new LinkedHashSet<>();
  private final Set<Edge> edges = new LinkedHashSet<>();
  private final Set<Concept> concepts = new LinkedHashSet<>();

  /** Nothing yet, for a resource of the type. */
  public IndexRows(TenantHash hash, String type) {
    this.hash = hash;
    this.type = type;
  }

  /** The parameter has a value. */
  public void present(String parameter) {
    tokens.add(hash.present(type, parameter));
  }

  /** A coded value: found by its code, by system and code, and by its system alone. */
  public void token(String parameter, @Nullable String system, String code) {
    if (!code.isEmpty()) {
      tokens.add(hash.code(type, parameter, code));
      tokens.add(hash.token(type, parameter, system, code));
    }
    if (system != null) {
      tokens.add(hash.system(type, parameter, system));
    }
  }

  /** A uri, found as a whole. */
  public void uri(String parameter, String value) {
    tokens.add(hash.code(type, parameter, value));
  }

  /** A uri that the resource's uri begins with. */
  public void below(String parameter, String beginning) {
    tokens.add(hash.below(type, parameter, beginning));
  }

  /** An identifier by its type and value. */
  public void typed(String parameter, @Nullable String system, String code, String value) {
    tokens.add(hash.typed(type, parameter, system, code, value));
  }

  /** A reference by identifier: found by its value, and by system and value. */
  public void identifier(String parameter, @Nullable String system, String value) {
    tokens.add(hash.identifier(type, parameter, null, value));
    tokens.add(hash.identifier(type, parameter, system, value));
  }

  /** A readable value, normalized as searches normalize theirs. */
  public void text(String parameter, String normalized) {
    if (!normalized.isEmpty()) {
      texts.add(new Text(hash.parameter(type, parameter), storable(normalized)));
    }
  }

  /** A readable value as it is written. */
  public void exact(String parameter, String value) {
    tokens.add(hash.exact(type, parameter, value));
  }

  /** A text, normalized, of a code that the resource has. */
  public void concept(String parameter, @Nullable String system, String code, String normalized) {
    if (!normalized.isEmpty()) {
      concepts.add(
          new Concept(
              hash.parameter(type, parameter),
              hash.token(type, parameter, system, code),
              storable(normalized)));
    }
  }

  /** A text, normalized, of a coded value that is the resource's own and not its code's. */
  public void ownText(String parameter, String normalized) {
    if (!normalized.isEmpty()) {
      long own = hash.exact(type, parameter, normalized);
      tokens.add(own);
      concepts.add(new Concept(hash.parameter(type, parameter), own, storable(normalized)));
    }
  }

  /**
   * A place on the globe: two ranges, {@code latitude} and {@code longitude}, in millionths of a
   * degree.
   */
  public void position(String parameter, double latitude, double longitude) {
    degrees(hash.range(type, parameter, "latitude"), latitude);
    degrees(hash.range(type, parameter, "longitude"), longitude);
  }

  /** A time as a half-open interval of microseconds. */
  public void date(String parameter, long low, long high) {
    time(hash.range(type, parameter, ""), low, high);
  }

  /** A number, {@code unit} as in {@link TenantHash#range}. */
  public void number(String parameter, String unit, double low, double high) {
    between(hash.range(type, parameter, unit), low, high);
  }

  /** Two parts of a composite parameter, the second of them a token. */
  public void pair(String parameter, String first, String second) {
    tokens.add(hash.pair(type, parameter, first, second));
  }

  /** Two parts of a composite parameter, the second of them a time. */
  public void pairDate(String parameter, String first, long low, long high) {
    time(hash.pair(type, parameter, first, ""), low, high);
  }

  /** Two parts of a composite parameter, the second of them a number. */
  public void pairNumber(String parameter, String first, String unit, double low, double high) {
    between(hash.pair(type, parameter, first, unit), low, high);
  }

  /** A reference to a resource of this server. */
  public void reference(String parameter, String targetType, String targetId) {
    edges.add(new Edge(hash.parameter(type, parameter), new ResourceId(targetType, targetId)));
  }

  /** The resource is in this patient's compartment. */
  public void patient(String patientId) {
    patients.add(hash.patient(patientId));
  }

  /** Whether the resource is in the patient's compartment. */
  public boolean isOf(String patientId) {
    return patients.contains(hash.patient(patientId));
  }

  long kind() {
    return hash.kind(type);
  }

  Set<Long> patients() {
    return patients;
  }

  Set<Long> tokens() {
    return tokens;
  }

  List<Range> ranges() {
    return new ArrayList<>(ranges);
  }

  Set<Text> texts() {
    return texts;
  }

  Set<Edge> edges() {
    return edges;
  }

  Set<Concept> concepts() {
    return concepts;
  }

  private void degrees(long parameter, double value) {
    long millionths = Math.round(value * 1_000_000);
    ranges.add(new Range(parameter, millionths, millionths));
  }

  private void time(long parameter, long low, long high) {
    long end = Math.max(high, low + 1);
    add(parameter, WidthClass.of(low, end), low, end);
  }

  private void between(long parameter, double low, double high) {
    long from = Ordered.of(low);
    long to = Ordered.of(high);
    add(parameter, from == to ? 0 : WidthClass.count() - 1, from, to);
  }

  /**
   * A second value is told by a token: two bounds on one parameter may be met by different ones.
   */
  private void add(long parameter, int widthClass, long low, long high) {
    if (ranges.add(new Range(parameter | widthClass, low, high)) && !ranged.add(parameter)) {
      tokens.add(hash.several(parameter));
    }
  }

  /** PostgreSQL's text has no NUL; FHIR's strings have none either. */
  private static String storable(String text) {
    return text.replace('\u0000', ' ');
  }
}
