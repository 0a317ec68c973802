package io.salus.inference.card;

import io.salus.inference.registry.ModelVersion;
import java.util.Arrays;
import java.util.List;

/**
 * The card of a model: every source attribute, in the order of the rule.
 *
 * @param entries all 31
 * @param notTested groups of patients that the model was not tested on, each with the reason
 */
public record ModelCard(List<Entry> entries, List<String> notTested) {
  public ModelCard {
    entries = List.copyOf(entries);
    notTested = List.copyOf(notTested);
  }

  /**
   * One attribute.
   *
   * @param found what the system knows from provenance and evaluation; empty when it knows nothing
   * @param stated what the one who trained it stated; empty when nothing was
   */
  public record Entry(SourceAttribute attribute, String found, String stated) {
    /** Whether anybody says anything. */
    public boolean known() {
      return !found.isEmpty() || !stated.isEmpty();
    }

    /** All that is known, for people. */
    public String text() {
      return known() ? (stated + "\n" + found).strip() : "Not stated.";
    }
  }

  public static ModelCard of(ModelVersion model) {
    CardFacts facts = new CardFacts(model);
    return new ModelCard(
        Arrays.stream(SourceAttribute.values())
            .map(
                attribute ->
                    new Entry(
                        attribute,
                        facts.of(attribute),
                        model
                            .provenance()
                            .path("statements")
                            .path(attribute.key())
                            .asText("")
                            .strip()))
            .toList(),
        NotTested.of(model));
  }

  /** The entry of an attribute. */
  public Entry entry(SourceAttribute attribute) {
    return entries.stream()
        .filter(entry -> entry.attribute() == attribute)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a card has every attribute"));
  }
}
