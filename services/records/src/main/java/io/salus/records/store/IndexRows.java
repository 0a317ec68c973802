package io.salus.records.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the index tables will hold for one resource. */
public final class IndexRows {
  record Text(long parameter, String value) {}

  record Interval(long parameter, long low, long high) {}

  private final TenantHash hash;
  private final String type;
  private final Set<Long> patients = new LinkedHashSet<>();
  private final Set<Long> tokens = new LinkedHashSet<>();
  private final Set<Interval> dates = new LinkedHashSet<>();
  private final Set<Text> texts = new LinkedHashSet<>();
  private final Set<String> links = new LinkedHashSet<>();

  /** Nothing yet, for a resource of the type. */
  public IndexRows(TenantHash hash, String type) {
    this.hash = hash;
    this.type = type;
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

  /** A readable value, normalized as searches normalize theirs. */
  public void text(String parameter, String normalized) {
    if (!normalized.isEmpty()) {
      // PostgreSQL's text has no NUL; FHIR's strings have none either.
      texts.add(new Text(hash.parameter(type, parameter), normalized.replace('\u0000', ' ')));
    }
  }

  /** A time as a half-open interval of microseconds. */
  public void date(String parameter, long low, long high) {
    dates.add(new Interval(hash.parameter(type, parameter), low, Math.max(high, low + 1)));
  }

  /** A reference to a resource of this server. */
  public void reference(String parameter, String targetType, String targetId) {
    tokens.add(hash.reference(type, parameter, targetType, targetId));
    links.add(parameter + " " + targetType + "/" + targetId);
  }

  /** The resource is in this patient's compartment. */
  public void patient(String patientId) {
    long compartment = hash.patient(patientId);
    patients.add(compartment);
    tokens.add(compartment);
  }

  /** Whether the resource is in the patient's compartment. */
  public boolean isOf(String patientId) {
    return patients.contains(hash.patient(patientId));
  }

  Set<Long> patients() {
    return patients;
  }

  Set<Long> tokens() {
    return tokens;
  }

  List<Interval> dates() {
    return new ArrayList<>(dates);
  }

  List<Text> texts() {
    return new ArrayList<>(texts);
  }

  String links() {
    return String.join("\n", links);
  }
}
