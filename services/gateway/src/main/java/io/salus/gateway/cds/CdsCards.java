package io.salus.gateway.cds;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of a service, https://cds-hooks.hl7.org/2.0/#cds-service-response. */
record CdsCards(List<Card> cards) {

  /**
   * @param uuid the stored prediction's id; none where there is no prediction
   * @param summary shorter than 140 characters
   * @param detail GitHub Flavored Markdown
   * @param indicator info or warning
   * @param overrideReasons why somebody may dismiss it, to be told back as feedback
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Card(
      @Nullable String uuid,
      String summary,
      String detail,
      String indicator,
      Source source,
      List<Coding> overrideReasons,
      List<Link> links) {}

  /** What speaks. */
  record Source(String label, String url) {}

  /** Where to read more; {@code type} is absolute. */
  record Link(String label, String url, String type) {}

  /** A code and what people read. */
  record Coding(String code, String system, String display) {}
}
