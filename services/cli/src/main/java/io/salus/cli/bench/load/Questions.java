package io.salus.cli.bench.load;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the connections of a load ask, one after the other. */
public interface Questions {

  /** The next question, or null when there is none left. */
  @Nullable Question next();

  /** The same questions in the same order, again and again. */
  static Questions round(List<Question> questions) {
    var next = new AtomicLong();
    return () -> questions.get((int) (next.getAndIncrement() % questions.size()));
  }
}
