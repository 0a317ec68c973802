package io.salus.learning.model;

/**
 * Size of a plane of numbers that has an edge of one zero on every side.
 *
 * @param height lines without the edge
 * @param width columns without the edge
 */
record Plane(int height, int width) {
  /** From one line to the next. */
  int line() {
    return width + 2;
  }

  int padded() {
    return (height + 2) * line();
  }

  /** The first number that is not of the upper edge, or of the corner after it. */
  int first() {
    return line() + 1;
  }

  /** Behind the last one that is not of the lower edge. */
  int end() {
    return (height + 1) * line() - 1;
  }

  int at(int y, int x) {
    return (y + 1) * line() + x + 1;
  }

  Plane half() {
    return new Plane(height / 2, width / 2);
  }

  /** Puts the left and right edge back to zero. */
  void clearEdges(float[] plane) {
    for (int y = 1; y <= height; y++) {
      plane[y * line()] = 0;
      plane[y * line() + line() - 1] = 0;
    }
  }

  /** The largest of every four neighbours. */
  float[] pooled(float[] plane) {
    Plane small = half();
    float[] out = new float[small.padded()];
    for (int y = 0; y < small.height; y++) {
      for (int x = 0; x < small.width; x++) {
        out[small.at(y, x)] = plane[largest(plane, y, x)];
      }
    }
    return out;
  }

  /** Slope in a plane, from that in what was pooled of it: the largest of four has it all. */
  float[] spread(float[] plane, float[] gradient) {
    Plane small = half();
    float[] before = new float[padded()];
    for (int y = 0; y < small.height; y++) {
      for (int x = 0; x < small.width; x++) {
        before[largest(plane, y, x)] = gradient[small.at(y, x)];
      }
    }
    return before;
  }

  private int largest(float[] plane, int y, int x) {
    int best = at(2 * y, 2 * x);
    for (int other : new int[] {best + 1, best + line(), best + line() + 1}) {
      if (plane[other] > plane[best]) {
        best = other;
      }
    }
    return best;
  }
}
