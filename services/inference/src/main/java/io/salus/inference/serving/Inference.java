package io.salus.inference.serving;

import io.salus.inference.batching.Refusals;
import io.salus.inference.batching.Ticket;
import io.salus.inference.batching.Workers;
import io.salus.inference.recording.Recorder;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Busy;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.security.Caller;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Takes requests for inference to their models. Never waits on the thread that calls it. */
@Singleton
public class Inference {
  private final Catalogue catalogue;
  private final ServingConfig config;
  private final Recorder recorder;
  private final Refusals refusals;

  Inference(Catalogue catalogue, ServingConfig config, Recorder recorder, Workers workers) {
    this.refusals = workers.refusals();
    this.catalogue = catalogue;
    this.config = config;
    this.recorder = recorder;
  }

  /** Throws unless the caller may ask for inference. */
  static void requireRight(Caller caller) {
    caller.require("salus/models.score");
    if (caller.patientContext().isPresent()) {
      throw new Forbidden("A token for one patient scores that patient, not tensors.");
    }
  }

  /** What is told who is refused for lack of workers; the same one every time. */
  public Busy full() {
    return refusals.full();
  }

  /** Whether any request was refused lately, for lack of workers; costs next to nothing. */
  public boolean refusedLately() {
    return refusals.recent();
  }

  /**
   * Refuses a request before anything is read of it but its model, when that model's queue is full.
   * What else is wrong with it is told when it is read.
   *
   * @param refusal tells {@link #full}; run soon, when this answers true
   */
  public boolean refuses(
      Caller caller, String model, String version, @Nullable Executor near, Runnable refusal) {
    if (!refusals.recent()) {
      return false;
    }
    try {
      requireRight(caller);
      Served served = catalogue.ready(caller, model, version);
      if (served == null) {
        return false;
      }
      try {
        if (!served.batcher().refuses(near)) {
          return false;
        }
      } finally {
        served.release();
      }
    } catch (AppException e) {
      return false;
    }
    refusals.tell(near, refusal);
    return true;
  }

  /**
   * Starts a request; what is wrong with it is told by the reply.
   *
   * @param near where models that are brief may compute, see {@link
   *     io.salus.inference.batching.Batcher#submit}
   */
  public Pending infer(
      Caller caller, InferCall call, InferCall.Reply reply, @Nullable Executor near) {
    Pending pending = new Pending();
    try {
      requireRight(caller);
      Served served = catalogue.ready(caller, call.model(), call.version());
      if (served == null) {
        Thread.ofVirtual()
            .name("inference-load")
            .start(() -> loadAndSubmit(caller, call, reply, pending));
      } else {
        submit(served, caller, call, reply, pending, near);
      }
    } catch (RuntimeException e) {
      reply.failed(e);
    }
    return pending;
  }

  private void loadAndSubmit(
      Caller caller, InferCall call, InferCall.Reply reply, Pending pending) {
    try {
      Served served = catalogue.require(caller, call.model(), call.version());
      submit(served, caller, call, reply, pending, null);
    } catch (Throwable e) {
      reply.failed(e);
    }
  }

  private void submit(
      Served served,
      Caller caller,
      InferCall call,
      InferCall.Reply reply,
      Pending pending,
      @Nullable Executor near) {
    Order order;
    try {
      order =
          served.manifest().record()
              ? RecordedOrder.of(served, caller, call, reply, config.mostRows(), recorder)
              : new Order(served, call, reply, config.mostRows());
    } catch (RuntimeException e) {
      served.release();
      throw e;
    }
    pending.is(order);
    served.batcher().submit(order, near);
  }

  /** A request on its way, so that it can be given up. */
  public static final class Pending {
    private @Nullable Ticket ticket;
    private boolean cancelled;

    private synchronized void is(Ticket started) {
      ticket = started;
      if (cancelled) {
        started.cancel();
      }
    }

    /** Nobody waits any more; neither end of the reply comes unless it is computed by now. */
    public synchronized void cancel() {
      cancelled = true;
      if (ticket != null) {
        ticket.cancel();
      }
    }
  }
}
