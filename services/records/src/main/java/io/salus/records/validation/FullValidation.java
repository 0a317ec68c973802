package io.salus.records.validation;

import ca.uhn.fhir.validation.SingleValidationMessage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.Busy;
import io.salus.service.errors.AppException.TimedOut;
import io.salus.service.errors.AppException.TooLarge;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Validation with all that R4 and the tenant's profiles say, on threads of its own: a few at once,
 * a few waiting.
 */
@ApplicationScoped
class FullValidation {
  /** HAPI calls itself for each level, several frames deep. */
  private static final long STACK_BYTES = 8L << 20;

  private final Engines engines;
  private final FullValidationConfig config;
  private final ThreadPoolExecutor threads;

  FullValidation(Engines engines, FullValidationConfig config) {
    this.engines = engines;
    this.config = config;
    this.threads =
        new ThreadPoolExecutor(
            config.atOnce(),
            config.atOnce(),
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(config.waiting()),
            work -> {
              Thread thread = new Thread(null, work, "records-validation", STACK_BYTES);
              thread.setDaemon(true);
              // HAPI finds its cache by this one, whoever happens to start the thread.
              thread.setContextClassLoader(FullValidation.class.getClassLoader());
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * The issues of a resource.
   *
   * @param profiles that it has to keep beside those that it names itself
   */
  Uni<List<Finding>> validate(Caller caller, ObjectNode resource, List<String> profiles) {
    AtomicBoolean over = new AtomicBoolean();
    return Uni.createFrom()
        .completionStage(
            () ->
                CompletableFuture.supplyAsync(
                    () -> over.get() ? List.<Finding>of() : findings(caller, resource, profiles),
                    threads))
        .onFailure(RejectedExecutionException.class)
        .transform(e -> new Busy("Too much is being validated.", Duration.ofSeconds(5)))
        .onFailure(CompletionException.class)
        .transform(e -> e.getCause() == null ? e : e.getCause())
        .ifNoItem()
        .after(config.timeLimit())
        .failWith(() -> new TimedOut("The validation takes too long."))
        .onTermination()
        .invoke(() -> over.set(true)); // what still waits need not begin
  }

  private List<Finding> findings(Caller caller, ObjectNode resource, List<String> profiles) {
    List<Issue> structure = Validator.validate(resource);
    if (structure.stream().anyMatch(issue -> issue.code().equals("too-costly"))) {
      return structure.stream().map(Finding::of).toList();
    }
    byte[] json = Json.print(resource);
    if (json.length > config.largest().asLongValue()) {
      throw new TooLarge("The resource is too large to be validated.");
    }
    Engine engine = engines.of(caller);
    List<Finding> findings = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (String profile : profiles) {
      if (engine.knowsProfile(profile)) {
        known.add(profile);
      } else {
        findings.add(Finding.error("not-found", "The profile is not known: " + profile));
      }
    }
    try {
      for (SingleValidationMessage message :
          engine.validate(new String(json, StandardCharsets.UTF_8), known)) {
        findings.add(Finding.of(message));
      }
      return findings;
    } catch (LinkageError | StackOverflowError e) {
      // Parts of HAPI are left out, such as signatures of health cards.
      throw new Unprocessable("The resource holds what cannot be validated here.");
    }
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }
}
