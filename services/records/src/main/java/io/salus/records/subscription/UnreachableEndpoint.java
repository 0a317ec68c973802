package io.salus.records.subscription;

/** The endpoint cannot be asked; the message is fit for everybody who may see the subscription. */
final class UnreachableEndpoint extends RuntimeException {
  UnreachableEndpoint(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
