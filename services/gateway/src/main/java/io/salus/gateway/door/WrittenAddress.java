package io.salus.gateway.door;

/**
 * The address of a request as it was written. Characters that a URL should not hold, such as the
 * {@code |} of FHIR's tokens, mean themselves, as they do in browsers; what could be read in two
 * ways is refused.
 */
final class WrittenAddress {
  private WrittenAddress() {}

  /** Whether it is visible ASCII, and each percent sign begins a byte in two hex digits. */
  static boolean isReadable(String address) {
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      boolean broken = c == '%' && !(isHex(address, i + 1) && isHex(address, i + 2));
      if (c <= ' ' || c > '~' || broken) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(String text, int at) {
    return at < text.length() && Character.digit(text.charAt(at), 16) >= 0;
  }
}
