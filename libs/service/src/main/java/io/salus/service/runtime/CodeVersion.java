package io.salus.service.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The code that runs, as the build wrote it down; what is learnt or made names it.
 *
 * @param version of the project; {@code unknown} when it was built outside a git checkout
 * @param commit git commit; {@code unknown} likewise
 * @param modified whether the checkout had changes that are in no commit
 */
public record CodeVersion(String version, String commit, boolean modified) {
  /** What the build of this artefact wrote. */
  public static CodeVersion ofBuild() {
    Properties git = new Properties();
    try (InputStream in = CodeVersion.class.getResourceAsStream("/salus-git.properties")) {
      if (in != null) {
        git.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CodeVersion(
        git.getProperty("git.build.version", "unknown"),
        git.getProperty("git.commit.id", "unknown"),
        Boolean.parseBoolean(git.getProperty("git.dirty", "false")));
  }

  @Override
  public String toString() {
    return version + ", commit " + commit + (modified ? " with changes" : "");
  }
}
