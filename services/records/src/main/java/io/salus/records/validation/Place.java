package io.salus.records.validation;

/** Where the check is now. Written out only when there is an issue. */
final class Place {
  /** Deeper than any real resource; questionnaires nest about ten levels. */
  static final int DEEPEST = 64;

  private static final int NO_INDEX = -1;

  private final String root;
  private final String[] names = new String[DEEPEST];
  private final int[] indexes = new int[DEEPEST];
  private int depth;

  Place(String root) {
    this.root = root;
  }

  boolean isDeepest() {
    return depth == DEEPEST;
  }

  void enter(String name) {
    names[depth] = name;
    indexes[depth] = NO_INDEX;
    depth++;
  }

  /** Says which item of the list that was entered last is looked at. */
  void item(int index) {
    indexes[depth - 1] = index;
  }

  void leave() {
    depth--;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(root);
    for (int i = 0; i < depth; i++) {
      text.append('.').append(names[i]);
      if (indexes[i] != NO_INDEX) {
        text.append('[').append(indexes[i]).append(']');
      }
    }
    return text.toString();
  }
}
