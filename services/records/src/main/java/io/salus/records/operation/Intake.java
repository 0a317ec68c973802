package io.salus.records.operation;

import java.io.IOException;

/**
 * Takes the body of one call in pieces while it comes, so that nothing holds it whole. Its methods
 * are called one after the other, on threads that may wait.
 */
public interface Intake {
  void add(byte[] piece) throws IOException;

  /** The answer to the call, when the body is whole. */
  OperationAnswer finish() throws IOException;

  /** The body will not come to its end, or was refused. Called once, unless it was finished. */
  void drop() throws IOException;
}
