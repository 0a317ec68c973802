package io.salus.inference.serving;

import io.salus.inference.batching.Ticket;
import io.salus.inference.repository.Manifest;
import io.salus.inference.tensor.Tensor;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Takes requests for inference to their models. Never waits on the thread that calls it. */
@ApplicationScoped
public class Inference {
  private final Catalogue catalogue;
  private final ServingConfig config;

  Inference(Catalogue catalogue, ServingConfig config) {
    this.catalogue = catalogue;
    this.config = config;
  }

  /** Throws unless the caller may ask for inference. */
  static void requireRight(Caller caller) {
    caller.require("salus/models.score");
    if (caller.patientContext().isPresent()) {
      throw new Forbidden("A token for one patient scores that patient, not tensors.");
    }
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
        submit(served, call, reply, pending, near);
      }
    } catch (RuntimeException e) {
      reply.failed(e);
    }
    return pending;
  }

  private void loadAndSubmit(
      Caller caller, InferCall call, InferCall.Reply reply, Pending pending) {
    try {
      submit(catalogue.require(caller, call.model(), call.version()), call, reply, pending, null);
    } catch (Throwable e) {
      reply.failed(e);
    }
  }

  private void submit(
      Served served,
      InferCall call,
      InferCall.Reply reply,
      Pending pending,
      @Nullable Executor near) {
    Order order;
    try {
      order = new Order(served, call, reply, config.mostRows());
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

  /** A ticket for one version, which it keeps in memory until it ended. */
  private static final class Order extends Ticket {
    private final Served served;
    private final InferCall.Reply reply;
    private final int @Nullable [] wanted;

    Order(Served served, InferCall call, InferCall.Reply reply, int mostRows) {
      this(
          served,
          InputCheck.arrange(served.manifest(), call.inputs(), mostRows),
          wanted(served.manifest(), call.outputs()),
          call,
          reply);
    }

    private Order(
        Served served,
        List<Tensor> inputs,
        int @Nullable [] wanted,
        InferCall call,
        InferCall.Reply reply) {
      super(inputs, rows(served.manifest(), inputs), priority(call.priority()), call.deadline());
      served.model().check(inputs);
      this.served = served;
      this.reply = reply;
      this.wanted = wanted;
    }

    private static int rows(Manifest manifest, List<Tensor> inputs) {
      return manifest.batching().together() ? (int) inputs.getFirst().shape().size(0) : 1;
    }

    private static int priority(long asked) {
      if (asked < 0) {
        throw new InvalidInput("A priority is 0 or more; 1 is the highest.", "priority");
      }
      return asked == 0 ? Ticket.USUAL : (int) Math.min(asked, Ticket.LOWEST);
    }

    private static int @Nullable [] wanted(Manifest manifest, List<String> names) {
      if (names.isEmpty()) {
        return null;
      }
      int[] wanted = new int[names.size()];
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] = index(manifest, names.get(i));
      }
      return wanted;
    }

    private static int index(Manifest manifest, String name) {
      for (int i = 0; i < manifest.outputs().size(); i++) {
        if (manifest.outputs().get(i).name().equals(name)) {
          return i;
        }
      }
      throw new InvalidInput(
          "Tensor '%s': the model has no such output; it has %s."
              .formatted(name, InputCheck.names(manifest.outputs())),
          name);
    }

    @Override
    protected void answered(List<Tensor> outputs) {
      if (wanted == null) {
        reply.answered(served.version(), outputs);
        return;
      }
      List<Tensor> chosen = new ArrayList<>(wanted.length);
      for (int index : wanted) {
        chosen.add(outputs.get(index));
      }
      reply.answered(served.version(), chosen);
    }

    @Override
    protected void failed(Throwable failure) {
      reply.failed(failure);
    }

    @Override
    protected void ended() {
      served.release();
    }
  }
}
