package io.salus.records.operation;

/** The body of an answer: bytes that are there, or a {@link BodyWriter} that makes them. */
public sealed interface Content permits Content.Bytes, BodyWriter {
  /** An empty body. */
  Content NONE = new Bytes(new byte[0]);

  /** A body that is there whole; nobody may change it any more. */
  final class Bytes implements Content {
    private final byte[] bytes;

    public Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    /** The body itself, not a copy. */
    public byte[] bytes() {
      return bytes;
    }
  }
}
