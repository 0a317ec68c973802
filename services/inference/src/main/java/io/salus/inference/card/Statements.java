package io.salus.inference.card;

import io.salus.service.errors.AppException.InvalidInput;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What the one who trains a model states about it: only a person knows what it is meant for. */
public final class Statements {
  static final int LONGEST = 4000;

  private Statements() {}

  /**
   * Throws {@link InvalidInput}, which names the statement, for an attribute that is not one of a
   * person's, and for a text that is empty or too long.
   */
  public static void check(Map<String, String> statements) {
    statements.forEach(
        (key, text) -> {
          String place = "statements." + key;
          SourceAttribute attribute =
              SourceAttribute.ofKey(key)
                  .orElseThrow(
                      () ->
                          new InvalidInput(
                              "There is no such attribute; those that can be stated are "
                                  + Arrays.stream(SourceAttribute.values())
                                      .filter(SourceAttribute::statable)
                                      .map(SourceAttribute::key)
                                      .collect(Collectors.joining(", "))
                                  + ".",
                              place));
          if (!attribute.statable()) {
            throw new InvalidInput(
                "This attribute is what the system finds; it cannot be stated.", place);
          }
          if (text.isBlank() || text.length() > LONGEST) {
            throw new InvalidInput(
                "A statement has from 1 to "
                    + LONGEST
                    + " characters; leave out what is not known.",
                place);
          }
        });
  }
}
