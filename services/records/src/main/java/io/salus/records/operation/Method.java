package io.salus.records.operation;

/** How an operation is called. */
public enum Method {
  GET,
  POST,
  /** Of what an earlier call started. */
  DELETE
}
