package io.salus.cli.terminal;

/** Exit codes; scripts rely on them. */
public enum Exit {
  OK(0),
  FAILED(1),
  WRONG_ARGUMENTS(2),
  NOT_RUNNING(3),
  REFUSED(4),
  MACHINE(5),
  DAMAGED_STATE(6);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
