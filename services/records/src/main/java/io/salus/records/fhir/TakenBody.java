package io.salus.records.fhir;

import io.salus.records.operation.Intake;
import io.salus.service.grpc.InTurn;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import org.jboss.logging.Logger;

/** A body on its way into an {@link Intake}, no faster than that takes it. */
final class TakenBody {
  private static final Logger LOG = Logger.getLogger(TakenBody.class);

  private final InTurn turn = new InTurn(Infrastructure.getDefaultWorkerPool());
  private final Intake intake;
  private final AnswerSender sender;
  private boolean over;

  TakenBody(Intake intake, AnswerSender sender) {
    this.intake = intake;
    this.sender = sender;
  }

  /**
   * @param next asks for the next piece
   */
  void add(byte[] piece, Runnable next) {
    turn.run(
        () -> {
          if (over) {
            return;
          }
          try {
            intake.add(piece);
            next.run();
          } catch (IOException | RuntimeException e) {
            end();
            sender.follow(Uni.createFrom().failure(e));
          }
        });
  }

  void finish() {
    turn.run(
        () -> {
          if (over) {
            return;
          }
          try {
            sender.follow(Uni.createFrom().item(intake.finish()));
            over = true;
          } catch (IOException | RuntimeException e) {
            end();
            sender.follow(Uni.createFrom().failure(e));
          }
        });
  }

  /** Nobody waits for an answer any more. */
  void drop() {
    turn.run(this::end);
  }

  private void end() {
    if (over) {
      return;
    }
    over = true;
    try {
      intake.drop();
    } catch (IOException e) {
      LOG.warn("a body that was given up cannot be taken away", e);
    }
  }
}
