package io.salus.records.terminology;

import org.jspecify.annotations.Nullable;

/**
 * The canonical url of a definition.
 *
 * @param version the business version that is asked for, or null for whatever version there is
 */
record Canonical(String url, @Nullable String version) {
  /** Reads {@code url|version} or {@code url}. */
  static Canonical parse(String text) {
    int bar = text.lastIndexOf('|');
    if (bar < 0 || bar == text.length() - 1) {
      return new Canonical(bar < 0 ? text : text.substring(0, bar), null);
    }
    return new Canonical(text.substring(0, bar), text.substring(bar + 1));
  }

  static Canonical of(String url, @Nullable String version) {
    return new Canonical(url, version == null || version.isEmpty() ? null : version);
  }
}
