package io.salus.cli.stack;

import io.salus.cli.home.Home;
import io.salus.cli.home.Trees;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once from the jar that brings them. */
final class Binaries {
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

  private Binaries() {}

  /** The folder with bin, lib and share. */
  static Path unpacked(Home home) {
    try (InputStream archive = Binaries.class.getResourceAsStream(ARCHIVE)) {
      if (archive == null || !System.getProperty("os.arch").equals("amd64")) {
        throw new Failure(
            Exit.MACHINE,
            "The local stack brings PostgreSQL for Linux on x86-64 only, and this machine is "
                + System.getProperty("os.name")
                + " on "
                + System.getProperty("os.arch")
                + ".",
            "Run Salus on such a machine, or deploy it with the Helm chart in helm/salus.");
      }
      Path target = home.shared().resolve("postgresql-" + version());
      if (!Files.isDirectory(target)) {
        Path fresh = Files.createTempDirectory(Home.folder(home.shared()), "postgresql-");
        unpack(archive, fresh);
        Trees.makeReadable(fresh);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      }
      return target;
    } catch (IOException e) {
      throw home.unusable(e);
    }
  }

  /** Size of the archive: another release of PostgreSQL gets a folder of its own. */
  private static String version() throws IOException {
    var url = Binaries.class.getResource(ARCHIVE);
    return url == null ? "none" : "18-" + url.openConnection().getContentLengthLong();
  }

  private static void unpack(InputStream archive, Path target) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("an entry of the archive leaves its folder");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(path.getParent());
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(path.getParent());
          Files.copy(tar, path, StandardCopyOption.REPLACE_EXISTING);
          if ((entry.getMode() & 0100) != 0) {
            path.toFile().setExecutable(true, false);
          }
        }
      }
    }
  }
}
