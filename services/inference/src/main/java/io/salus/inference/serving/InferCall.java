package io.salus.inference.serving;

import io.salus.inference.tensor.Tensor;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request for inference, however it came.
 *
 * @param version a number, a label, or empty
 * @param inputs in any order
 * @param outputs names that are asked for; none means all
 * @param priority 1 is the highest; 0 is the usual one
 * @param deadline on the clock of {@link System#nanoTime}; 0 for none
 */
public record InferCall(
    String model,
    String version,
    List<Tensor> inputs,
    List<String> outputs,
    long priority,
    long deadline) {
  /** The parameter of an answer that has the id of the stored call. */
  public static final String STORED = "salus_call";

  /** The earlier of a deadline and a time in microseconds from now, of which 0 means none. */
  public static long deadline(long deadline, long timeoutMicros) {
    if (timeoutMicros <= 0) {
      return deadline;
    }
    long own = System.nanoTime() + Math.min(timeoutMicros, Long.MAX_VALUE / 4000) * 1000;
    return deadline == 0 || own - deadline < 0 ? own : deadline;
  }

  /** Told once how it ended. */
  public interface Reply {
    /**
     * @param version that answered
     * @param outputs in the order that was asked for
     * @param stored id of the stored call; null when the model's calls are not stored
     */
    void answered(String version, List<Tensor> outputs, @Nullable UUID stored);

    void failed(Throwable failure);
  }
}
