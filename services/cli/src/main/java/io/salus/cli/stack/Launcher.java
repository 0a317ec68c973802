package io.salus.cli.stack;

import io.salus.cli.home.Checkout;
import io.salus.cli.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the stack's processes, each with a log of its own. */
record Launcher(Home home, Checkout checkout, Postgres postgres, Environment environment) {

  Process database() throws IOException {
    postgres.clearRemains();
    return start(new ProcessBuilder(postgres.command()), "postgres");
  }

  Process service(Service service, Service.Role role) throws IOException {
    var command = new ArrayList<String>(List.of(Checkout.java().toString()));
    command.addAll(service.jvmFlags(role));
    command.add("-Djava.io.tmpdir=" + Home.folder(home.temporary().resolve(service.id())));
    command.add("-jar");
    command.add(checkout.serviceJar(service.id()).toString());
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment.of(service, role));
    return start(builder, logName(service, role));
  }

  static String logName(Service service, Service.Role role) {
    return switch (role) {
      case SERVE -> service.id();
      case WORK -> service.workerId();
      case MIGRATE -> service.id() + "-migrate";
    };
  }

  private Process start(ProcessBuilder builder, String name) throws IOException {
    Path log = home.log(name);
    LogTail.rotate(log);
    if (!Files.exists(log)) {
      Home.write(log, "");
    }
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder
        .directory(home.temporary().toFile())
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }
}
