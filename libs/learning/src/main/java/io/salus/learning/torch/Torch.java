package io.salus.learning.torch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * PyTorch in this JVM. Nothing of it is loaded before the first call, so a service that predicts
 * nothing keeps the 200 MB of libtorch out of its memory. Never goes online: the native library is
 * in the class path and is unpacked to DJL's cache directory ({@code DJL_CACHE_DIR}).
 */
public final class Torch {
  private static final String ENGINE = "PyTorch";

  /** DJL allows one gradient collector a JVM. */
  private static final ReentrantLock TRAINING = new ReentrantLock();

  private Torch() {}

  /** Work that may use gradients. */
  @FunctionalInterface
  public interface Training<T, E extends Exception> {
    T run(NDManager manager) throws E;
  }

  /**
   * Runs a training alone in this JVM and waits for another one to end first. The seed of the
   * engine is set; arrays made by the manager are freed at the end.
   */
  public static <T, E extends Exception> T train(long seed, Training<T, E> training) throws E {
    TRAINING.lock();
    try (NDManager manager = newManager()) {
      engine().setRandomSeed((int) (seed ^ (seed >>> 32)));
      return training.run(manager);
    } finally {
      TRAINING.unlock();
    }
  }

  /** A manager of its own for arrays; close it to free them. */
  public static NDManager newManager() {
    return engine().newBaseManager();
  }

  /** The engine; use it for gradients inside {@link #train} only. */
  public static Engine engine() {
    return Loaded.ENGINE;
  }

  /** Versions for a model's provenance. */
  public static Map<String, String> versions() {
    return Map.of("djl", Engine.getDjlVersion(), "pytorch", engine().getVersion());
  }

  /** Loads the library when it is first asked for. */
  private static final class Loaded {
    static final Engine ENGINE = load();

    private static Engine load() {
      preset("ai.djl.offline", "true");
      preset("OPT_OUT_TRACKING", "true");
      // One thread: small networks gain nothing from more, sums keep their order, and calls on
      // several threads do not fight for cores.
      preset("ai.djl.pytorch.num_threads", "1");
      preset("ai.djl.pytorch.num_interop_threads", "1");
      return Engine.getEngine(Torch.ENGINE);
    }

    private static void preset(String property, String value) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, value);
      }
    }
  }
}
