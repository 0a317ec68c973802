package io.salus.cli.story;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Values in query strings. */
final class Urls {
  private Urls() {}

  static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
