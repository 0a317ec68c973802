package io.salus.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.service.security.Caller;
import java.util.Optional;

/** What a handler knows of the job in hand, and what it tells the world. */
public interface JobContext {
  /**
   * The id that callers see; good for naming what the job makes, so that a second attempt finds it.
   */
  String jobId();

  /** Who asked. */
  Caller caller();

  /** The parameters given to {@link Jobs#submit}. */
  JsonNode params();

  /** Number of this attempt, from 1; over 1 after a worker died. */
  int attempt();

  /**
   * Says how far the work is; cheap, call it often. Throws {@link JobCancelled} when the work must
   * end.
   *
   * @param share 0 to 1
   * @param message what is being done, without PHI
   */
  void progress(double share, String message);

  /** What the last attempt left by {@link #checkpoint(byte[])}. */
  Optional<byte[]> checkpoint();

  /** Keeps what the next attempt would need. */
  void checkpoint(byte[] state);

  /**
   * A fresh bearer token by which this service calls others for the caller; valid for ten minutes.
   */
  String bearerToken();
}
