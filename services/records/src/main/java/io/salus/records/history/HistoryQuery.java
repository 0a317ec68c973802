package io.salus.records.history;

import io.salus.records.definition.TimeSpan;
import io.salus.service.errors.AppException.InvalidInput;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parameters of a history.
 *
 * @param page a link's place, or empty
 * @param asked those that links repeat, as they were given
 */
record HistoryQuery(
    int count,
    OffsetDateTime from,
    OffsetDateTime until,
    OffsetDateTime currentAfter,
    String page,
    Map<String, String> asked) {
  private static final int DEFAULT_COUNT = 100;
  private static final int MOST = 1000;
  static final OffsetDateTime FIRST = OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
  static final OffsetDateTime LAST = OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  /** Throws {@link InvalidInput} naming the parameter. */
  static HistoryQuery parse(String query) {
    Map<String, String> asked = new LinkedHashMap<>();
    String page = "";
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1), name);
      switch (name) {
        case "_count", "_since", "_at", "_summary", "_elements" -> asked.putIfAbsent(name, value);
        case "_page" -> page = value;
        case "_sort" -> requireNewestFirst(value);
        case "", "_total", "_format", "_pretty" -> {}
        default -> throw new InvalidInput("A history has no such parameter.", name);
      }
    }
    String at = asked.get("_at");
    String since = asked.get("_since");
    return new HistoryQuery(
        count(asked.get("_count")),
        since == null ? FIRST : bounded(span("_since", since).lowMicros()),
        at == null ? LAST : bounded(span("_at", at).highMicros()),
        at == null ? FIRST : bounded(span("_at", at).lowMicros()),
        page,
        asked);
  }

  /** The parameters of a link, without its page. */
  String link() {
    StringBuilder link = new StringBuilder();
    asked.forEach(
        (name, value) ->
            link.append(link.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return link.toString();
  }

  /** The only order there is, which some clients name. */
  private static void requireNewestFirst(String sort) {
    if (!sort.equals("-_lastUpdated")) {
      throw new InvalidInput("Histories are sorted by -_lastUpdated.", "_sort");
    }
  }

  private static int count(@org.jspecify.annotations.Nullable String text) {
    if (text == null) {
      return DEFAULT_COUNT;
    }
    if (!text.matches("\\d{1,9}")) {
      throw new InvalidInput("The parameter is a number from 0.", "_count");
    }
    return Math.clamp(Integer.parseInt(text), 1, MOST);
  }

  private static TimeSpan span(String name, String text) {
    TimeSpan span = TimeSpan.parse(text.replace(' ', '+'));
    if (span == null) {
      throw new InvalidInput("The parameter is a FHIR date or instant.", name);
    }
    return span;
  }

  private static OffsetDateTime bounded(long micros) {
    OffsetDateTime time = FIRST.plus(micros, ChronoUnit.MICROS);
    return time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
  }

  private static String decode(String text, String name) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("The parameter is not percent-encoded correctly.", name);
    }
  }
}
