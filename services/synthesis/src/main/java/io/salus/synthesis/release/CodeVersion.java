package io.salus.synthesis.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The code that made a release, as the build wrote it down.
 *
 * @param version of the project
 * @param commit git commit; {@code unknown} when it was built outside a git checkout
 * @param modified whether the checkout had changes that are in no commit
 */
record CodeVersion(String version, String commit, boolean modified) {
  static CodeVersion ofBuild() {
    Properties build = read("/salus-build.properties");
    Properties git = read("/salus-git.properties");
    return new CodeVersion(
        build.getProperty("version", "unknown"),
        git.getProperty("git.commit.id", "unknown"),
        Boolean.parseBoolean(git.getProperty("git.dirty", "false")));
  }

  @Override
  public String toString() {
    return version + ", commit " + commit + (modified ? " with changes" : "");
  }

  private static Properties read(String resource) {
    Properties properties = new Properties();
    try (InputStream in = CodeVersion.class.getResourceAsStream(resource)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
