package io.salus.gateway.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The card of a model.
 *
 * @param notTestedOn groups of patients that it was not tested on, each with the reason
 * @param attributes the 31 source attributes of 45 CFR 170.315(b)(11)(iv)(B)
 */
@JsonNaming(SnakeCaseStrategy.class)
record CardView(String name, int version, List<String> notTestedOn, List<Attribute> attributes) {
  /**
   * One of them.
   *
   * @param paragraph place in the rule, for example {@code (2)(i)}
   * @param status {@code known}, or {@code not stated} where nobody said anything
   * @param stated what the one who trained the model stated
   * @param found what the system knows from provenance and evaluation
   */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Attribute(
      String key,
      String category,
      String paragraph,
      String title,
      String status,
      @Nullable String stated,
      @Nullable String found) {}
}
