package io.salus.cli.bench.records;

import io.salus.cli.bench.records.People.Person;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A search that means the same at every server: ids in it are written for each.
 *
 * @param kind what it is an example of
 * @param template type and query; {@code {id}} stands for a patient's logical id
 * @param patient identifier of that patient, or an empty text
 */
record Query(Kind kind, String template, String patient) {
  static final List<Kind> KINDS = List.of(Kind.values());

  /** What searches of a front end do. */
  enum Kind {
    TOKEN,
    STRING,
    DATE_RANGE,
    CHAIN,
    HAS,
    INCLUDE,
    SORT;

    String title() {
      return switch (this) {
        case TOKEN -> "token";
        case STRING -> "string";
        case DATE_RANGE -> "date range";
        case CHAIN -> "chain";
        case HAS -> "_has";
        case INCLUDE -> "_include";
        case SORT -> "sort";
      };
    }
  }

  static Query of(Kind kind, String template) {
    return new Query(kind, template, "");
  }

  static Query about(Kind kind, Person patient, String template) {
    return new Query(kind, template, patient.key());
  }

  /** The path at a server. */
  String at(Side side) {
    Person person = side.people().byKey().get(patient);
    return person == null ? template : template.replace("{id}", person.id());
  }

  /** The type that is searched for. */
  String type() {
    return template.substring(0, template.indexOf('?'));
  }

  static String escape(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
