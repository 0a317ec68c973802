package io.salus.records.search;

import io.salus.service.errors.AppException.InvalidInput;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A percent-encoded query string (application/x-www-form-urlencoded), in order. */
final class QueryString {
  private static final int LONGEST = 64 * 1024;

  private QueryString() {}

  /**
   * @param name without its modifier
   * @param modifier what follows a colon in the name, or empty
   */
  record Parameter(String name, String modifier, String value) {
    /** All that stands in front of the equals sign. */
    String key() {
      return modifier.isEmpty() ? name : name + ":" + modifier;
    }

    String encoded() {
      return encode(key()) + "=" + encode(value);
    }
  }

  static List<Parameter> parse(String query) {
    if (query.length() > LONGEST) {
      throw new InvalidInput("The search is longer than 64 KB.");
    }
    List<Parameter> parameters = new ArrayList<>();
    for (String pair : query.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      int colon = name.indexOf(':');
      parameters.add(
          colon < 0
              ? new Parameter(name, "", value)
              : new Parameter(name.substring(0, colon), name.substring(colon + 1), value));
    }
    return parameters;
  }

  private static String decode(String text) {
    try {
      String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
      if (decoded.indexOf('\u0000') >= 0) {
        throw new InvalidInput("The search holds a NUL character.");
      }
      return decoded;
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("The search is not percent-encoded correctly.");
    }
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Splits at a separator that is not escaped by a backslash; escapes stay. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == separator) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** One value, whatever commas it has; those that are escaped stay so. */
  static String escapeCommas(String value) {
    return String.join("\\,", split(value, ','));
  }

  /** Without the backslashes that escape {@code , | $ \}. */
  static String unescape(String text) {
    return text.indexOf('\\') < 0 ? text : text.replaceAll("\\\\([,|$\\\\])", "$1");
  }
}
