package io.salus.records.terminology;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/**
 * The filter of an expansion: each of its words stands somewhere in the display, a designation or
 * the code, whatever the case and accents.
 */
record TextFilter(List<String> words) {
  static TextFilter of(String text) {
    return new TextFilter(
        List.of(plain(text).split("\\s+")).stream().filter(word -> !word.isEmpty()).toList());
  }

  boolean fits(Member member) {
    if (words.isEmpty()) {
      return true;
    }
    String display = member.display();
    if (display != null && holds(display)) {
      return true;
    }
    if (holds(member.code().code())) {
      return true;
    }
    for (var designation : member.designations()) {
      if (holds(designation.path("value").asText())) {
        return true;
      }
    }
    return false;
  }

  private boolean holds(String text) {
    String plain = plain(text);
    return words.stream().allMatch(plain::contains);
  }

  private static String plain(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.chars().allMatch(c -> c < 128)
        ? lower
        : Normalizer.normalize(lower, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
  }
}
