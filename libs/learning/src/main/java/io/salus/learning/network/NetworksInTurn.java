package io.salus.learning.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Networks that are trained one after the other, and watched as one training: when that was
 * interrupted, it is taken up in the network in which it ended.
 */
public final class NetworksInTurn {
  private final EnsembleState.Origin origin;
  private final Watch watch;
  private final EnsembleState before;
  private final List<DeepFit> done = new ArrayList<>();

  /**
   * @param networks how many there will be, of as many epochs each
   * @param training of what, and how: only the same one takes up what an earlier attempt left
   */
  public NetworksInTurn(int networks, String training, Watch watch) throws IOException {
    this.origin = new EnsembleState.Origin(networks, training);
    this.watch = watch;
    this.before = EnsembleState.read(watch.kept(), origin);
  }

  /** The training of one network. */
  @FunctionalInterface
  public interface Training {
    DeepFit watched(Watch watch) throws IOException;
  }

  /** Trains the next one, unless an earlier attempt did. */
  public DeepFit next(Training training) throws IOException {
    int place = done.size();
    if (place < before.done().size()) {
      done.add(before.done().get(place));
      return done.getLast();
    }
    DeepFit fit =
        training.watched(
            new MemberWatch(
                watch,
                origin,
                List.copyOf(done),
                place == before.done().size() ? before.training() : Optional.empty()));
    done.add(fit);
    if (done.size() < origin.networks()) {
      watch.keep(EnsembleState.of(done).bytes(origin));
    }
    return fit;
  }
}
