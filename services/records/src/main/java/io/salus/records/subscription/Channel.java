package io.salus.records.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.service.errors.AppException.InvalidInput;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a subscription is told.
 *
 * @param payload whether the resource is sent, or only that something has changed
 */
record Channel(URI endpoint, List<Header> headers, boolean payload) {
  /** One line of {@code channel.header}. */
  record Header(String name, String value) {
    @Override
    public String toString() {
      return name; // values are secrets
    }
  }

  private static final int MOST_HEADERS = 16;
  private static final Pattern HEADER =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}):[ \t]*([\\x20-\\x7E]{0,2000})");

  /** What a request is made of; a client that set them could send another request behind it. */
  private static final Set<String> OURS =
      Set.of(
          "host",
          "connection",
          "content-length",
          "content-type",
          "transfer-encoding",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "keep-alive");

  Channel {
    headers = List.copyOf(headers);
  }

  static Channel of(JsonNode channel, EndpointRule rule, String place) {
    if (!channel.path("type").asText().equals("rest-hook")) {
      throw new InvalidInput("Subscriptions are told by rest-hook.", place + ".type");
    }
    boolean payload = payload(channel, place + ".payload");
    if (!channel.path("endpoint").isTextual()) {
      throw new InvalidInput("A rest-hook has an endpoint.", place + ".endpoint");
    }
    URI endpoint = rule.parse(channel.path("endpoint").textValue(), place + ".endpoint");
    return new Channel(endpoint, headers(channel.path("header"), place + ".header"), payload);
  }

  private static boolean payload(JsonNode channel, String place) {
    JsonNode payload = channel.path("payload");
    if (payload.isMissingNode()) {
      return false;
    }
    return switch (payload.asText()) {
      case "application/fhir+json", "application/json" -> true;
      default -> throw new InvalidInput("The payload is application/fhir+json, or none.", place);
    };
  }

  private static List<Header> headers(JsonNode lines, String place) {
    if (lines.size() > MOST_HEADERS || lines.isObject()) {
      throw new InvalidInput("A channel has at most " + MOST_HEADERS + " headers.", place);
    }
    List<Header> headers = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      var match = HEADER.matcher(lines.get(i).asText());
      String at = place + "[" + i + "]";
      if (!match.matches()) {
        throw new InvalidInput("A header is `Name: value`.", at);
      }
      String name = match.group(1).toLowerCase(Locale.ROOT);
      if (OURS.contains(name) || name.startsWith("proxy-")) {
        throw new InvalidInput("A channel cannot set this header.", at);
      }
      headers.add(new Header(match.group(1), match.group(2).trim()));
    }
    return headers;
  }
}
