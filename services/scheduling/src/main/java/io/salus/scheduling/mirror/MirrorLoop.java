package io.salus.scheduling.mirror;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Delivers what bookings left over: the records were away, or a process died in between. */
@ApplicationScoped
class MirrorLoop {
  private static final Logger LOG = Logger.getLogger(MirrorLoop.class);

  private final Mirror mirror;
  private final MirrorQueue queue;
  private final MirrorConfig config;
  private final Map<MirrorType, MirrorSource> sources = new EnumMap<>(MirrorType.class);
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("mirror").factory());

  MirrorLoop(
      Mirror mirror, MirrorQueue queue, MirrorConfig config, @All List<MirrorSource> sources) {
    this.mirror = mirror;
    this.queue = queue;
    this.config = config;
    sources.forEach(source -> this.sources.put(source.type(), source));
  }

  void start(@Observes StartupEvent event) {
    if (config.enabled()) {
      long period = config.poll().toMillis();
      var unused =
          thread.scheduleWithFixedDelay(this::drain, period, period, TimeUnit.MILLISECONDS);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    thread.shutdownNow();
  }

  private void drain() {
    try {
      while (!Thread.currentThread().isInterrupted() && takeABatch() == config.batch()) {
        // more is waiting
      }
    } catch (RuntimeException e) {
      LOG.warnf("The mirror's queue cannot be read now (%s)", e.getClass().getSimpleName());
    }
  }

  private int takeABatch() {
    List<MirrorTask> tasks = queue.claim();
    tasks.stream().sorted(Comparator.comparing(MirrorTask::type)).forEach(this::deliver);
    return tasks.size();
  }

  private void deliver(MirrorTask task) {
    try {
      MirrorSource source = sources.get(task.type());
      Optional<MirrorBody> body =
          source == null ? Optional.empty() : source.body(task.tenant(), task.id());
      if (body.isPresent()) {
        mirror.deliver(task, body.get(), config.deadline());
      } else {
        mirror.drop(task);
      }
    } catch (RuntimeException e) {
      mirror.failed(task, e);
    }
  }
}
