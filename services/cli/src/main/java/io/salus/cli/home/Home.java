package io.salus.cli.home;

import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The state directory. Folders are for the owner only (700), files too (600). */
public record Home(Path directory, Path shared) {
  private static final String LAYOUT = "1";
  private static final long LEAST_FREE_BYTES = 1L << 30;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");

  /** `$SALUS_HOME`, or `.salus` in the checkout. */
  public static Home standard() {
    String chosen = System.getenv("SALUS_HOME");
    Path directory =
        chosen == null || chosen.isBlank()
            ? Checkout.current().root().resolve(".salus")
            : Path.of(chosen).toAbsolutePath().normalize();
    return new Home(directory, directory.resolve("software"));
  }

  /** A stack of its own below this one; it shares the unpacked software only. */
  public Home child(String name) {
    return new Home(directory.resolve(name), shared);
  }

  /** Makes the directory, or checks that it is one of ours and usable. */
  public void prepare() {
    try {
      folder(directory);
      Path layout = directory.resolve("layout");
      if (Files.exists(layout)) {
        String found = Files.readString(layout).strip();
        if (!found.equals(LAYOUT)) {
          throw damaged("its layout is '" + found + "', and this version of Salus knows " + LAYOUT);
        }
      } else if (Files.exists(data())) {
        throw damaged("the file layout is missing");
      } else {
        write(layout, LAYOUT + "\n");
      }
      for (Path path : new Path[] {run(), logs(), keys(), storage(), shared, temporary()}) {
        folder(path);
      }
      requireSpace();
    } catch (AccessDeniedException e) {
      throw new Failure(
          Exit.MACHINE,
          "Salus may not write to " + directory + ".",
          "Give yourself the right to, or set SALUS_HOME to a directory of your own.",
          e);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  public Path data() {
    return directory.resolve("data");
  }

  public Path run() {
    return directory.resolve("run");
  }

  public Path logs() {
    return directory.resolve("logs");
  }

  public Path log(String component) {
    return logs().resolve(component + ".log");
  }

  public Path keys() {
    return directory.resolve("keys");
  }

  public Path storage() {
    return directory.resolve("storage");
  }

  /** Models as files, which inference serves. */
  public Path models() {
    return directory.resolve("models");
  }

  public Path temporary() {
    return directory.resolve("tmp");
  }

  public Path lock() {
    return run().resolve("supervisor.lock");
  }

  public Path state() {
    return run().resolve("state.json");
  }

  /** Makes a folder that only the owner may enter. */
  public static Path folder(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }
    return path;
  }

  /** Writes a file for the owner only, whole or not at all. */
  public static void write(Path path, String text) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, PosixFilePermissions.asFileAttribute(OWNER_FILE));
    Files.writeString(fresh, text);
    Files.move(
        fresh,
        path,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  public Failure damaged(String why) {
    return new Failure(
        Exit.DAMAGED_STATE,
        "The state directory " + directory + " is damaged: " + why + ".",
        "Put back a copy of it, or move it away (mv "
            + directory
            + " "
            + directory
            + ".old) and begin with an empty one.");
  }

  public Failure unusable(IOException cause) {
    return new Failure(
        Exit.MACHINE,
        "The state directory " + directory + " cannot be used: " + cause.getMessage() + ".",
        "Check its owner and the disk, or set SALUS_HOME to another directory.",
        cause);
  }

  private void requireSpace() throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    if (free < LEAST_FREE_BYTES) {
      throw new Failure(
          Exit.MACHINE,
          "The disk of "
              + directory
              + " is nearly full: "
              + (free >> 20)
              + " MiB are free, and Salus needs 1024.",
          "Free some space, or set SALUS_HOME to a directory on another disk.");
    }
  }
}
