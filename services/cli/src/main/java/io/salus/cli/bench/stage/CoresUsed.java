package io.salus.cli.bench.stage;

import io.salus.cli.stack.ProcessIdentity;
import io.salus.cli.stack.StackState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who used the processors while something was measured: each component with its child processes,
 * the load generator (pgbench included), and everybody else on the machine. Where the sum reaches
 * the number of cores, the machine is what bounds the figure.
 */
public final class CoresUsed {
  private static final double TICKS_A_SECOND = 100;

  private final Map<String, Long> roots = new LinkedHashMap<>();
  private final Map<String, Double> before;
  private final long started = System.nanoTime();

  private CoresUsed(StackState state) throws IOException {
    for (var component : state.components()) {
      ProcessIdentity process = component.process();
      if (process != null) {
        roots.put(component.name(), process.pid());
      }
    }
    roots.put("load", ProcessHandle.current().pid());
    before = ticks();
  }

  public static CoresUsed since(StackState state) throws IOException {
    return new CoresUsed(state);
  }

  /** Cores by name; those that did next to nothing are left out. */
  public Map<String, Double> now() throws IOException {
    double elapsed = (System.nanoTime() - started) / 1e9 * TICKS_A_SECOND;
    var used = new LinkedHashMap<String, Double>();
    ticks()
        .forEach(
            (name, ticks) -> {
              double cores = (ticks - before.getOrDefault(name, 0.0)) / elapsed;
              if (cores >= 0.005) {
                used.put(name, cores);
              }
            });
    return used;
  }

  private Map<String, Double> ticks() throws IOException {
    var own = new HashMap<Long, Long>();
    var children = new HashMap<Long, List<Long>>();
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        read(process, own, children);
      }
    }
    var ticks = new LinkedHashMap<String, Double>();
    double known = 0;
    for (var root : roots.entrySet()) {
      double tree = tree(root.getValue(), own, children);
      ticks.put(root.getKey(), tree);
      known += tree;
    }
    ticks.put("others", machine() - known);
    return ticks;
  }

  private static double tree(long pid, Map<Long, Long> own, Map<Long, List<Long>> children) {
    double sum = own.getOrDefault(pid, 0L);
    for (long child : children.getOrDefault(pid, List.of())) {
      sum += tree(child, own, children);
    }
    return sum;
  }

  // Fields 14 to 17 of proc(5) stat: in user and kernel mode, and the same of children that ended.
  private static void read(Path process, Map<Long, Long> own, Map<Long, List<Long>> children) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long pid = Long.parseLong(String.valueOf(process.getFileName()));
      long sum = 0;
      for (int field = 11; field <= 14; field++) {
        sum += Long.parseLong(rest[field]);
      }
      own.put(pid, sum);
      children.computeIfAbsent(Long.parseLong(rest[1]), p -> new ArrayList<>()).add(pid);
    } catch (IOException e) {
      // It has just ended; its parent has its time.
    }
  }

  /** All that was not idle: user, nice, system, irq, softirq. */
  private static double machine() throws IOException {
    String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().trim().split(" +");
    double busy = 0;
    for (int field : new int[] {1, 2, 3, 6, 7}) {
      busy += Double.parseDouble(fields[field]);
    }
    return busy;
  }
}
