package io.salus.cli.bench.load;

import java.nio.ByteBuffer;

/**
 * What one connection of a load says and understands. It does as little as it can, because the load
 * generator shares the cores with what it measures: requests are bytes made before, and answers are
 * searched for what must be in them.
 */
public interface Exchange {

  /** Told for every answer, in any order. */
  interface Answers {
    /**
     * @param slot whose request was answered
     * @param right whether the answer was the right one
     */
    void answered(int slot, boolean right);

    /** The same for an answer after which the server closes the connection, as it may. */
    void answeredLast(int slot, boolean right);
  }

  /** How many requests it has in flight at once. */
  int slots();

  /** Called on every new connection, before anything else. */
  void opened(Outgoing out);

  /**
   * Writes the next request of a slot.
   *
   * @return its kind, from 0; negative when there is nothing left to ask for
   */
  int ask(int slot, Outgoing out);

  /** Takes in what has come, and leaves nothing of it in the buffer. */
  void received(ByteBuffer in, Outgoing out, Answers answers);
}
