package io.salus.cli.bench.load;

import java.nio.charset.StandardCharsets;

/** A request that is ready to be sent, and how its answer is judged. */
public final class Question {
  private static final byte[] ENTRY = "\"fullUrl\"".getBytes(StandardCharsets.US_ASCII);

  private final int kind;
  private final byte[] request;
  private final Check check;

  /**
   * @param kind which samples its time belongs to
   * @param request as it goes over the wire; for gRPC the message alone
   */
  public Question(int kind, byte[] request, Check check) {
    this.kind = kind;
    this.request = request;
    this.check = check;
  }

  public int kind() {
    return kind;
  }

  public byte[] request() {
    return request;
  }

  public Check check() {
    return check;
  }

  /** Whether an answer is the right one. */
  public interface Check {
    /**
     * @param status of HTTP; 200 for a gRPC call that succeeded
     * @param from where the body begins in the data
     */
    boolean right(int status, byte[] data, int from, int to);
  }

  /** An answer with a status and some text in its body. */
  public static Check holds(int status, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    return (answered, data, from, to) ->
        answered == status && Bytes.find(data, from, to, wanted) >= 0;
  }

  /** A Bundle with a number of entries. */
  public static Check entries(int number) {
    return (status, data, from, to) ->
        status == 200 && Bytes.count(data, from, to, ENTRY) == number;
  }
}
