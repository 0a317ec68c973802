package io.salus.inference.serving;

import io.salus.inference.batching.Ticket;
import io.salus.inference.repository.Manifest;
import io.salus.inference.tensor.Tensor;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A ticket for one version, which it keeps in memory until it ended. */
class Order extends Ticket {
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
    reply(outputs, null);
  }

  /**
   * Answers the caller.
   *
   * @param stored id of the stored call; null when calls are not stored
   */
  final void reply(List<Tensor> outputs, @Nullable UUID stored) {
    if (wanted == null) {
      reply.answered(served.version(), outputs, stored);
      return;
    }
    List<Tensor> chosen = new ArrayList<>(wanted.length);
    for (int index : wanted) {
      chosen.add(outputs.get(index));
    }
    reply.answered(served.version(), chosen, stored);
  }

  @Override
  protected final void failed(Throwable failure) {
    reply.failed(failure);
  }

  @Override
  protected final void ended() {
    served.release();
  }

  final Served served() {
    return served;
  }
}
