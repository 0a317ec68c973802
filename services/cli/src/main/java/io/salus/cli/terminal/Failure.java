package io.salus.cli.terminal;

/** An error that a user can do something about: one sentence, and what to do. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Exit exit;
  private final String remedy;

  public Failure(Exit exit, String sentence, String remedy) {
    super(sentence);
    this.exit = exit;
    this.remedy = remedy;
  }

  public Failure(Exit exit, String sentence, String remedy, Throwable cause) {
    super(sentence, cause);
    this.exit = exit;
    this.remedy = remedy;
  }

  public Exit exit() {
    return exit;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }

  public String remedy() {
    return remedy;
  }
}
