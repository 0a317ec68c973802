package io.salus.cli.stack;

import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ports of one run of the stack; only the gateway's is chosen by the user. */
public record Ports(Map<String, Integer> byName) {

  /** Picks free ports; the gateway's must be free, or 0 for any. */
  public static Ports pick(int gateway) {
    var names = new ArrayList<String>(List.of("postgres"));
    for (Service service : Service.values()) {
      names.add(service.id());
      names.add(service.id() + "-management");
      if (service.hasJobs()) {
        names.add(service.workerId());
        names.add(service.workerId() + "-management");
      }
    }
    var ports = new LinkedHashMap<String, Integer>();
    var open = new ArrayList<ServerSocket>();
    try {
      for (String name : names) {
        int wanted = name.equals(Service.GATEWAY.id()) ? gateway : 0;
        ServerSocket socket = bind(wanted);
        open.add(socket);
        ports.put(name, socket.getLocalPort());
      }
    } finally {
      for (ServerSocket socket : open) {
        close(socket);
      }
    }
    return new Ports(ports);
  }

  public int of(String name) {
    Integer port = byName.get(name);
    if (port == null) {
      throw new IllegalArgumentException("no port for " + name);
    }
    return port;
  }

  public int of(Service service) {
    return of(service.id());
  }

  public int management(String component) {
    return of(component + "-management");
  }

  private static ServerSocket bind(int port) {
    try {
      var socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      return socket;
    } catch (IOException e) {
      throw new Failure(
          Exit.MACHINE,
          "Port " + port + " on 127.0.0.1 is taken by another program.",
          "Stop that program, or choose another port, for example: ./salus up --port "
              + (port + 1)
              + ".",
          e);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
