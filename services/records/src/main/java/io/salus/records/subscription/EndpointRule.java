package io.salus.records.subscription;

import io.salus.service.errors.AppException.InvalidInput;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which addresses may be told of changes. Whoever writes a Subscription makes this service send
 * requests, so these must not reach what only this service can: the network and the machine it runs
 * on. The address is looked up before each request, and the request goes to what was looked up.
 */
@ApplicationScoped
class EndpointRule {
  private static final int LONGEST = 2048;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> allowed;

  EndpointRule(SubscriptionConfig config) {
    allowed =
        config.allowedHosts().orElse(java.util.List.of()).stream()
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The endpoint that a text means. Throws {@link InvalidInput} with the place. */
  URI parse(String text, String place) {
    URI endpoint;
    try {
      endpoint = new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidInput("The endpoint is not a URL.", place);
    }
    String host = endpoint.getHost();
    if (host == null || endpoint.getScheme() == null || text.length() > LONGEST) {
      throw new InvalidInput("The endpoint is an absolute URL of at most 2,048 characters.", place);
    }
    boolean secure = endpoint.getScheme().equalsIgnoreCase("https");
    boolean here =
        endpoint.getScheme().equalsIgnoreCase("http")
            && LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
    if (!secure && !here) {
      throw new InvalidInput("The endpoint is an https URL, or http on this machine.", place);
    }
    if (endpoint.getRawUserInfo() != null
        || endpoint.getRawFragment() != null
        || endpoint.getRawQuery() != null) {
      throw new InvalidInput(
          "The endpoint has no user, query or fragment; secrets go into channel.header.", place);
    }
    if (endpoint.getPort() == 0 || endpoint.getPort() > 65_535) {
      throw new InvalidInput("The endpoint has no such port.", place);
    }
    boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
    if (!allowed(host) && (LOOPBACK.contains(host) || (literal && !isPublic(literal(host))))) {
      throw new InvalidInput("The endpoint is not on a public network.", place);
    }
    return endpoint;
  }

  /**
   * Where to connect to. Throws {@link UnreachableEndpoint} when the name is unknown or means an
   * address that is not allowed. Blocks.
   */
  InetAddress resolve(URI endpoint) {
    String host = endpoint.getHost();
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new UnreachableEndpoint("the name of the endpoint is not known");
    }
    if (!allowed(host)) {
      for (InetAddress address : addresses) {
        if (!isPublic(address)) {
          throw new UnreachableEndpoint("the endpoint is not on a public network");
        }
      }
    }
    return addresses[0];
  }

  private boolean allowed(String host) {
    return allowed.contains(host.toLowerCase(Locale.ROOT));
  }

  private static InetAddress literal(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress(); // 999.1.1.1: no address, so not a public one
    }
  }

  /** Neither this machine, nor a private network, nor one of the ranges with a special purpose. */
  static boolean isPublic(InetAddress address) {
    byte[] b = address.getAddress();
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    int first = b[0] & 0xff;
    int second = b[1] & 0xff;
    if (address instanceof Inet4Address) {
      boolean shared = first == 100 && (second & 0xc0) == 64; // RFC 6598
      boolean special = first == 192 && second == 0 && (b[2] & 0xff) == 0; // RFC 6890
      boolean measuring = first == 198 && (second & 0xfe) == 18; // RFC 2544
      return first != 0 && first < 240 && !shared && !special && !measuring;
    }
    // Only global unicast (2000::/3) without Teredo and 6to4, which carry an IPv4 address inside.
    boolean teredo = first == 0x20 && second == 0x01 && b[2] == 0 && b[3] == 0;
    boolean sixToFour = first == 0x20 && second == 0x02;
    return (first & 0xe0) == 0x20 && !teredo && !sixToFour;
  }
}
