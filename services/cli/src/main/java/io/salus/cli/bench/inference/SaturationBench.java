package io.salus.cli.bench.inference;

import io.salus.cli.api.Api;
import io.salus.cli.bench.inference.InferRequests.Form;
import io.salus.cli.bench.load.Measured;
import io.salus.cli.bench.load.Question;
import io.salus.cli.bench.load.Questions;
import io.salus.cli.bench.load.Samples;
import io.salus.cli.bench.load.Timeline;
import io.salus.cli.bench.stage.Base;
import io.salus.cli.bench.stage.Stage;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Four times the clients whose requests fit: what fits is answered, the rest refused. Who is
 * refused comes again at once, which is worse than what clients do that read {@code Retry-After}.
 *
 * @param operator who may change shared models
 */
record SaturationBench(Stage stage, BenchModel model, Api operator, Timeline timeline) {
  private static final int FIT = 64;
  private static final int TOO_MANY = 4 * FIT;

  void run() throws IOException {
    String name = "saturation, " + model.name() + ": ";
    String base = InferenceBench.direct(stage);
    Questions right = new InferRequests(model, base, stage.token()).questions(Form.BINARY);
    Duration warmUp = stage.warmUp().dividedBy(3);
    InferenceBench.http(base, right).run(FIT, warmUp, timeline, "warming up");
    Measured peak =
        stage.measure(
            name + FIT + " clients, which fit",
            FIT,
            Base.NONE,
            () ->
                InferenceBench.http(base, right)
                    .run(FIT, stage.time(), timeline, "saturation")
                    .all());
    model.change(stage.home().models(), 1, FIT);
    InferenceBench.reload(operator, model, "load");
    // Refusing is code that has not run until now.
    InferenceBench.http(base, new Outcomes(right)).run(TOO_MANY, warmUp, timeline, "warming up");
    Outcomes outcomes = new Outcomes(right);
    double[] seconds = {1};
    stage.measure(
        name + TOO_MANY + " clients, a queue of " + FIT,
        TOO_MANY,
        Base.NONE,
        () -> {
          var loaded =
              InferenceBench.http(base, outcomes)
                  .run(TOO_MANY, stage.time(), timeline, "saturation");
          seconds[0] = loaded.seconds();
          return loaded.all();
        });
    Measured answered = outcomes.answered.measured(seconds[0]);
    Measured refused = outcomes.refused.measured(seconds[0]);
    figure(name + "answered a second", answered.perSecond(), "");
    figure(name + "answered, by what fits", answered.perSecond() / peak.perSecond(), "x");
    figure(name + "answers, p99", answered.p99Millis(), "ms");
    figure(name + "refused a second", refused.perSecond(), "");
    figure(name + "refusals, p50", refused.p50Millis(), "ms");
    figure(name + "refusals, p99", refused.p99Millis(), "ms");
    model.change(stage.home().models(), 1, InferenceBench.QUEUE);
    InferenceBench.reload(operator, model, "load");
  }

  private void figure(String name, double value, String unit) {
    stage.results().figure(name, value, unit);
  }

  /** Tells answers from refusals, and times each. For one thread, as loads are. */
  private static final class Outcomes implements Questions {
    private final Questions questions;
    private final Samples answered = new Samples();
    private final Samples refused = new Samples();

    Outcomes(Questions questions) {
      this.questions = questions;
    }

    @Override
    public @Nullable Question next() {
      Question one = questions.next();
      if (one == null) {
        return null;
      }
      long asked = System.nanoTime();
      return new Question(
          one.kind(),
          one.request(),
          (status, data, from, to) -> {
            long took = System.nanoTime() - asked;
            if (status == 429) {
              refused.add(took);
              return true;
            }
            boolean right = one.check().right(status, data, from, to);
            if (right) {
              answered.add(took);
            }
            return right;
          });
    }
  }
}
