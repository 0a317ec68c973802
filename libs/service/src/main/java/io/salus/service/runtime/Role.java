package io.salus.service.runtime;

/** What one artefact does when it is started under the profile of that name, instead of serving. */
public interface Role {
  /** The profile, for example {@code migrate}. */
  String name();

  /** Does the work; the process ends when this returns. */
  void run() throws Exception;
}
