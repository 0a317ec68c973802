package io.salus.inference.card;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which inputs are among the variables of paragraphs (A)(5) to (13) of the rule. Inputs have names
 * and no more, so they are found by words in their names; a person may state what that misses.
 */
final class Demographics {
  private static final Map<String, Set<String>> WORDS = words();

  private Demographics() {}

  private static Map<String, Set<String>> words() {
    Map<String, Set<String>> words = new LinkedHashMap<>();
    words.put("race", Set.of("race"));
    words.put("ethnicity", Set.of("ethnicity", "ethnic"));
    words.put("language", Set.of("language"));
    words.put("sexual orientation", Set.of("orientation"));
    words.put("gender identity", Set.of("identity"));
    words.put("sex", Set.of("sex", "gender"));
    words.put("date of birth", Set.of("age", "birth", "born"));
    words.put(
        "social determinants",
        Set.of("income", "housing", "employment", "education", "insurance", "deprivation"));
    words.put("health status assessments", Set.of("phq", "phq9", "gad7", "disability", "frailty"));
    return words;
  }

  static String used(List<String> features) {
    List<String> used = new ArrayList<>();
    List<String> not = new ArrayList<>();
    WORDS.forEach(
        (variable, words) -> {
          List<String> inputs = features.stream().filter(name -> has(name, words)).toList();
          if (inputs.isEmpty()) {
            not.add(variable);
          } else {
            used.add(variable + " (" + String.join(", ", inputs) + ")");
          }
        });
    return "By the names of the inputs, used: "
        + (used.isEmpty() ? "none" : String.join(", ", used))
        + "; not used: "
        + (not.isEmpty() ? "none" : String.join(", ", not))
        + ".";
  }

  private static boolean has(String feature, Set<String> words) {
    for (String word : feature.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1)) {
      if (words.contains(word)) {
        return true;
      }
    }
    return false;
  }
}
