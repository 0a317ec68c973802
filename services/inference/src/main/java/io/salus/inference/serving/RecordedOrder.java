package io.salus.inference.serving;

import io.salus.inference.recording.RecordedCall;
import io.salus.inference.recording.Recorder;
import io.salus.inference.tensor.Tensor;
import io.salus.service.id.TimeOrderedId;
import io.salus.service.security.Caller;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** An order whose model promises that calls are stored: nothing is answered that is not. */
final class RecordedOrder extends Order {
  private final Caller caller;
  private final Recorder recorder;

  private RecordedOrder(
      Served served,
      Caller caller,
      InferCall call,
      InferCall.Reply reply,
      int mostRows,
      Recorder recorder) {
    super(served, call, reply, mostRows);
    this.caller = caller;
    this.recorder = recorder;
  }

  /** Throws {@link io.salus.service.errors.AppException.Busy} when there is no room to store it. */
  static RecordedOrder of(
      Served served,
      Caller caller,
      InferCall call,
      InferCall.Reply reply,
      int mostRows,
      Recorder recorder) {
    recorder.requireRoom();
    return new RecordedOrder(served, caller, call, reply, mostRows, recorder);
  }

  @Override
  protected void answered(List<Tensor> outputs) {
    Served served = served();
    RecordedCall call =
        new RecordedCall(
            TimeOrderedId.next(),
            served.name(),
            Integer.parseInt(served.version()),
            served.owner().shared(),
            served.manifest().sha256(),
            caller.subject(),
            Instant.now().truncatedTo(ChronoUnit.MICROS),
            bucket(),
            firstRow(),
            inputs(),
            outputs);
    recorder.keep(
        caller.tenant(),
        call,
        failure -> {
          if (failure == null) {
            reply(outputs, call.id());
          } else {
            failed(failure);
          }
        });
  }
}
