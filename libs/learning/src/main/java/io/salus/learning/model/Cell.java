package io.salus.learning.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a recurrent network does with every step of a sequence. */
public enum Cell {
  /** A gated recurrent unit; gates update, reset and candidate. It hands on its states. */
  @JsonProperty("gru")
  GRU(3, 1) {
    @Override
    Step step(double[] given, double[] known, double[] before) {
      return new GatedStep(given, known, before);
    }
  },
  /**
   * Long short-term memory; gates input, forget, candidate and output. It hands on its states, and
   * behind them what it remembers.
   */
  @JsonProperty("lstm")
  LSTM(4, 2) {
    @Override
    Step step(double[] given, double[] known, double[] before) {
      return new MemoryStep(given, known, before);
    }
  };

  private final int gates;
  private final int handedOn;

  Cell(int gates, int handedOn) {
    this.gates = gates;
    this.handedOn = handedOn;
  }

  /** Sums of each unit. */
  public int gates() {
    return gates;
  }

  /** Numbers of each unit that the next step is given. */
  public int handedOn() {
    return handedOn;
  }

  /**
   * One step.
   *
   * @param given by the step's numbers and the biases, by gate, unit
   * @param known from the last states, by gate, unit
   * @param before what the last step handed on
   */
  abstract Step step(double[] given, double[] known, double[] before);

  /** What happened in one step. */
  interface Step {
    /** What is handed on, the states first. */
    double[] after();

    /**
     * Slope of the score in what went into the step.
     *
     * @param slope of the score in what is handed on
     */
    Slopes back(double[] slope);
  }

  /**
   * Slopes of the score.
   *
   * @param given in the sums of the step's numbers
   * @param known in those of the last states
   * @param before in what the last step handed on, but for the way through {@code known}
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, and gone after the step.
  record Slopes(double[] given, double[] known, double[] before) {}
}
