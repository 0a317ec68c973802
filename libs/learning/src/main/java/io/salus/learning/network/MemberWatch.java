package io.salus.learning.network;

import java.util.List;
import java.util.Optional;

/** Tells whoever watches several networks of one of them, and keeps the others with it. */
final class MemberWatch implements Watch {
  private final Watch whole;
  private final EnsembleState.Origin origin;
  private final List<DeepFit> done;
  private final Optional<byte[]> kept;

  /**
   * @param done networks that were trained before
   * @param kept what an earlier attempt left of this one
   */
  MemberWatch(Watch whole, EnsembleState.Origin origin, List<DeepFit> done, Optional<byte[]> kept) {
    this.whole = whole;
    this.origin = origin;
    this.done = done;
    this.kept = kept;
  }

  /** A network that was stopped early leaves out the rest of its epochs. */
  @Override
  public void at(int epoch, int epochs, double share) {
    whole.at(
        done.size() * epochs + epoch,
        origin.networks() * epochs,
        (done.size() + share) / origin.networks());
  }

  @Override
  public Optional<byte[]> kept() {
    return kept;
  }

  @Override
  public void keep(byte[] state) {
    whole.keep(new EnsembleState(done, Optional.of(state)).bytes(origin));
  }
}
