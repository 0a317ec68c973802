package io.salus.synthesis.report;

import java.util.Locale;

/** Text and numbers in HTML and SVG. */
final class Markup {
  static final String REAL = "#3b6ea5";
  static final String SYNTHETIC = "#dd7a32";

  private Markup() {}

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** String.format with dots in numbers wherever the worker runs. */
  static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }

  /** A value on an axis: about three digits. */
  static String tick(double value) {
    double size = Math.abs(value);
    if (size != 0 && (size >= 1e5 || size < 1e-2)) {
      return format("%.1e", value);
    }
    String text = format(size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }

  static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
