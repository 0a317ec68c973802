package io.salus.inference.monitoring;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.inference.prediction.PastPrediction;
import io.salus.inference.prediction.PastPredictions;
import io.salus.inference.registry.ModelVersion;
import io.salus.inference.registry.Registry;
import io.salus.learning.table.Table;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Figures of the stored predictions of a version in a window of time. */
@ApplicationScoped
public class Monitoring {
  private static final Duration STANDARD = Duration.ofDays(30);
  private final Registry registry;
  private final PastPredictions predictions;

  Monitoring(Registry registry, PastPredictions predictions) {
    this.registry = registry;
    this.predictions = predictions;
  }

  /**
   * The figures.
   *
   * @param version 0 for the promoted one, or the newest where none is
   * @param from null: 30 days before the end
   * @param to null: now
   */
  public ObjectNode figures(
      Caller caller, String name, int version, @Nullable Instant from, @Nullable Instant to) {
    return figures(caller, registry.get(caller, name, version), from, to);
  }

  /** The same of a version that was read before, for its page. */
  public ObjectNode figures(
      Caller caller, ModelVersion model, @Nullable Instant from, @Nullable Instant to) {
    caller.require("salus/models.read");
    Instant end = to == null ? Instant.now() : to;
    Instant begin = from == null ? end.minus(STANDARD) : from;
    if (!begin.isBefore(end)) {
      throw new InvalidInput("A window begins before it ends.", "from");
    }
    List<PastPrediction> window = predictions.of(caller, model.id(), begin, end);
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("model", model.name())
            .put("version", model.version())
            .put("from", begin.toString())
            .put("to", end.toString())
            .put("predictions", window.size())
            .put("patients", window.stream().map(PastPrediction::patient).distinct().count())
            .put("newest_only", window.size() == PastPredictions.MOST);
    Alerts alerts = new Alerts();
    Table table = WindowTable.of(window, model.provenance().path("inputs"));
    double[] probabilities = window.stream().mapToDouble(PastPrediction::probability).toArray();
    json.set("drift", new DriftSection(alerts).of(model, table, probabilities));
    int[] known =
        IntStream.range(0, window.size()).filter(i -> window.get(i).happened() != null).toArray();
    double[] ofKnown = IntStream.of(known).mapToDouble(i -> probabilities[i]).toArray();
    json.set("outcomes", new OutcomeSection(alerts).of(table.rows(known), ofKnown));
    ArrayNode list = json.putArray("alerts");
    alerts
        .all()
        .forEach(
            alert ->
                list.addObject()
                    .put("kind", alert.kind())
                    .put("about", alert.about())
                    .put("text", alert.text()));
    return json;
  }
}
