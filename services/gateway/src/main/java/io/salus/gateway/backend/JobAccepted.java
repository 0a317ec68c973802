package io.salus.gateway.backend;

/**
 * The answer to a request that starts a job; sent with 202 and the job's address in Location.
 *
 * @param job id of the job, for {@code /jobs/{id}}
 */
public record JobAccepted(String job) {
  /** Address of the job. */
  public java.net.URI address() {
    return java.net.URI.create("/jobs/" + job);
  }
}
