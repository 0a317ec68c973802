package io.salus.cli.bench.stage;

import io.salus.cli.home.Home;
import io.salus.cli.stack.ProcessIdentity;
import io.salus.cli.stack.StackState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Resident memory of components over a time, looked at twice a second. */
public final class MemoryCurve implements AutoCloseable {
  private static final int EVERY_MILLIS = 500;
  private static final double MEBIBYTE = 1 << 20;

  private final Home home;
  private final Map<String, List<Double>> samples = new LinkedHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("memory-curve").daemon().factory());

  private MemoryCurve(Home home, List<String> components) {
    this.home = home;
    components.forEach(component -> samples.put(component, new ArrayList<>()));
  }

  public static MemoryCurve of(Home home, String... components) {
    var curve = new MemoryCurve(home, List.of(components));
    var ignored =
        curve.thread.scheduleAtFixedRate(curve::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return curve;
  }

  private void look() {
    StackState.read(home).ifPresent(this::add);
  }

  private synchronized void add(StackState state) {
    samples.forEach(
        (component, values) -> {
          ProcessIdentity process = state.component(component).process();
          double bytes = process == null ? 0 : process.residentBytes();
          if (bytes > 0) {
            values.add(bytes / MEBIBYTE);
          }
        });
  }

  /** Means of the fifths of the time: what grows without end grows from one to the next. */
  public synchronized void into(Results results, String name) {
    samples.forEach(
        (component, values) -> {
          for (int fifth = 0; fifth < 5 && values.size() >= 5; fifth++) {
            double mean =
                values.subList(fifth * values.size() / 5, (fifth + 1) * values.size() / 5).stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElse(0);
            results.figure(
                name + ", resident " + component + ", fifth " + (fifth + 1), mean, "MiB");
          }
        });
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
