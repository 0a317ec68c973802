package io.salus.cli.story;

/** A part of the summary page; everything that comes from outside is escaped. */
final class Html {
  private final StringBuilder text = new StringBuilder();

  Html figure(String value, String meaning) {
    text.append("<div class=figure><b>").append(escape(value)).append("</b><span>");
    text.append(escape(meaning)).append("</span></div>\n");
    return this;
  }

  Html heading(String words) {
    text.append("<h3>").append(escape(words)).append("</h3>\n");
    return this;
  }

  Html paragraph(String words) {
    text.append("<p>").append(escape(words)).append("</p>\n");
    return this;
  }

  Html note(String words) {
    text.append("<p class=note>").append(escape(words)).append("</p>\n");
    return this;
  }

  Html code(String words) {
    text.append("<p><code>").append(escape(words)).append("</code></p>\n");
    return this;
  }

  Html link(String href, String words) {
    text.append("<a class=file href=\"")
        .append(escape(href))
        .append("\">")
        .append(escape(words))
        .append("</a>\n");
    return this;
  }

  Html card(String summary, String detail, String source) {
    text.append("<div class=card><b>").append(escape(summary)).append("</b><p>");
    text.append(markdown(detail)).append("</p><small>").append(escape(source));
    text.append("</small></div>\n");
    return this;
  }

  Html table(String left, String right) {
    text.append("<table><tr><th>")
        .append(escape(left))
        .append("<th>")
        .append(escape(right))
        .append("</tr>\n");
    return this;
  }

  Html row(String left, String right) {
    text.append("<tr><td>")
        .append(escape(left))
        .append("<td>")
        .append(escape(right))
        .append("</tr>\n");
    return this;
  }

  Html endTable() {
    text.append("</table>\n");
    return this;
  }

  String text() {
    return text.toString();
  }

  /** The little of Markdown that cards use: bold, line ends, escaped marks. */
  private static String markdown(String raw) {
    return escape(raw)
        .replaceAll("\\*\\*([^*\n]+)\\*\\*", "<b>$1</b>")
        .replaceAll("\\\\([_*\\[\\]()`#-])", "$1")
        .replace("\n", "<br>");
  }

  static String escape(String raw) {
    return raw.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
