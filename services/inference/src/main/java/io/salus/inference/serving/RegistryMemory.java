package io.salus.inference.serving;

import io.salus.inference.registry.Answering;
import io.salus.inference.registry.ModelVersion;
import io.salus.inference.registry.Registry;
import io.salus.service.errors.AppException;
import io.salus.service.security.Caller;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What the registry said last, so that a request for a tensor does not ask the database. It is
 * asked again in the background while it is in use, and at once after a change in this process.
 */
@Singleton
class RegistryMemory {
  private static final int MOST = 10_000;
  private final Registry registry;
  private final long fresh;
  private final Map<Question, Answer> answers = new ConcurrentHashMap<>();

  RegistryMemory(Registry registry, ServingConfig config) {
    this.registry = registry;
    this.fresh = config.registryMemory().toNanos();
  }

  /** A version by number, or the promoted one for 0. */
  private record Question(String tenant, String name, int version) {}

  private record Answer(Known known, long at, long change, AtomicBoolean asking) {}

  /**
   * What the registry knows of a name.
   *
   * @param model null when it has no such model
   * @param canary beside the promoted version, where that was asked for and there is one
   */
  record Known(@Nullable ModelVersion model, @Nullable ModelVersion canary) {
    /** The version for a request without a patient; null as {@code model}. */
    @Nullable ModelVersion drawn() {
      return model == null ? null : new Answering(model, canary).drawn();
    }
  }

  /** Null when the registry must be asked. Never waits. */
  @Nullable Known recall(Caller caller, String name, int version) {
    Question question = new Question(caller.tenant(), name, version);
    Answer answer = answers.get(question);
    if (answer == null || answer.change() != registry.changes()) {
      return null;
    }
    long age = System.nanoTime() - answer.at();
    if (age > 2 * fresh) {
      return null;
    }
    if (age > fresh && answer.asking().compareAndSet(false, true)) {
      Thread.ofVirtual().name("registry-memory").start(() -> askQuietly(caller, question));
    }
    return answer.known();
  }

  /**
   * Asks the registry. Throws {@link AppException.PreconditionFailed} when there are versions and
   * none is promoted.
   */
  Known ask(Caller caller, String name, int version) {
    return ask(caller, new Question(caller.tenant(), name, version));
  }

  private Known ask(Caller caller, Question question) {
    long change = registry.changes();
    long at = System.nanoTime();
    Known known;
    try {
      if (question.version() == 0) {
        Answering answering = registry.choice(caller, question.name());
        known = new Known(answering.stable(), answering.canary());
      } else {
        known = new Known(registry.find(caller, question.name(), question.version()), null);
      }
    } catch (AppException.NotFound e) {
      known = new Known(null, null);
    }
    if (answers.size() >= MOST) {
      answers.clear();
    }
    answers.put(question, new Answer(known, at, change, new AtomicBoolean()));
    return known;
  }

  private void askQuietly(Caller caller, Question question) {
    try {
      var unused = ask(caller, question);
    } catch (RuntimeException e) {
      // The next request asks itself, and hears what is wrong.
      answers.remove(question);
    }
  }
}
