package io.salus.inference.serving;

import io.salus.inference.batching.Recomputation;
import io.salus.inference.recording.RecordedCall;
import io.salus.inference.recording.RecordedCalls;
import io.salus.inference.repository.Owner;
import io.salus.inference.tensor.Tensor;
import io.salus.service.errors.AppException.PreconditionFailed;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Computes stored calls again. May wait. */
@ApplicationScoped
public class CallReplay {
  private final RecordedCalls calls;
  private final RepositoryModels models;
  private final Recomputation recomputation;

  CallReplay(RecordedCalls calls, RepositoryModels models, Recomputation recomputation) {
    this.calls = calls;
    this.models = models;
    this.recomputation = recomputation;
  }

  /**
   * Whether a stored call comes out the same, bit for bit, by the same file in a batch of the same
   * size and at the same place in it. Throws {@link PreconditionFailed} when that version is not in
   * memory, or its file is another one by now.
   */
  public boolean identical(Caller caller, String model, String id) {
    RecordedCall call = calls.require(caller, model, id);
    Owner owner = call.shared() ? Owner.SHARED : new Owner(caller.tenant());
    Served served = models.ready(owner, model, Integer.toString(call.version()));
    if (served == null) {
      throw new PreconditionFailed("The model is not in memory; load it first.");
    }
    try {
      if (!served.manifest().sha256().equals(call.modelSha256())) {
        throw new PreconditionFailed("The file of this version is not the one that answered.");
      }
      List<Tensor> again =
          recomputation.run(
              served.model(),
              served.manifest().batching(),
              call.inputs(),
              call.bucket(),
              call.firstRow());
      return same(call.outputs(), again);
    } finally {
      served.release();
    }
  }

  private static boolean same(List<Tensor> stored, List<Tensor> again) {
    if (stored.size() != again.size()) {
      return false;
    }
    for (int i = 0; i < stored.size(); i++) {
      Tensor one = stored.get(i);
      Tensor other = again.get(i);
      if (one.datatype() != other.datatype()
          || !one.shape().equals(other.shape())
          || !one.data().slice(0, one.bytes()).equals(other.data().slice(0, other.bytes()))) {
        return false;
      }
    }
    return true;
  }
}
