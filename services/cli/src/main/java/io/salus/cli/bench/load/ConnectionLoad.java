package io.salus.cli.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Closed-loop load by one thread over any number of connections, as pgbench does it: a thread for
 * each client would spend more on switching between threads than on the requests.
 *
 * @param address where to connect
 * @param kinds how many kinds of requests are told apart
 * @param exchanges what a connection says, by its number
 */
public record ConnectionLoad(
    InetSocketAddress address, int kinds, IntFunction<Exchange> exchanges) {
  private static final long LOOK_NANOS = 200_000_000L;
  private static final long ANSWER_NANOS = 60_000_000_000L;

  // A server that refuses at once must not be flooded by those it refused.
  private static final long PAUSE_NANOS = 20_000_000L;

  /**
   * @param kinds samples by kind of request
   * @param seconds that the load lasted, with the last answers
   */
  public record Loaded(List<Samples> kinds, double seconds) {
    public Measured all() {
      var all = new Samples();
      kinds.forEach(all::add);
      return all.measured(seconds);
    }

    /** Both, one after the other. */
    public Loaded and(Loaded other) {
      var both = new ArrayList<Samples>();
      for (int kind = 0; kind < kinds.size(); kind++) {
        var sum = new Samples();
        sum.add(kinds.get(kind));
        sum.add(other.kinds.get(kind));
        both.add(sum);
      }
      return new Loaded(both, seconds + other.seconds);
    }

    public Measured of(int kind) {
      return kinds.get(kind).measured(seconds);
    }
  }

  /** Runs so many connections for the time given, and waits for the answers then in flight. */
  public Loaded run(int connections, Duration time, Timeline timeline, String doing) {
    try (var run = new Run(System.nanoTime() + time.toNanos())) {
      long started = System.nanoTime();
      for (int i = 0; i < connections; i++) {
        run.add(new Connection(run, exchanges.apply(i)));
      }
      long looked = started;
      while (run.goesOn()) {
        run.step();
        long now = System.nanoTime();
        if (now - looked > LOOK_NANOS) {
          looked = now;
          timeline.at(doing, Math.min((double) time.toSeconds(), (now - started) / 1e9));
        }
      }
      timeline.passed(time);
      return new Loaded(run.samples, (System.nanoTime() - started) / 1e9);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Run implements AutoCloseable {
    private final Selector selector = Selector.open();
    private final ByteBuffer in = ByteBuffer.allocateDirect(256 * 1024);
    private final List<Connection> connections = new ArrayList<>();
    private final List<Samples> samples = new ArrayList<>();
    private final long end;

    Run(long end) throws IOException {
      this.end = end;
      for (int i = 0; i < kinds; i++) {
        samples.add(new Samples());
      }
    }

    void add(Connection connection) {
      connections.add(connection);
      connection.open();
    }

    boolean goesOn() {
      return System.nanoTime() < end || connections.stream().anyMatch(Connection::waits);
    }

    void step() throws IOException {
      selector.select(
          key -> {
            if (key.attachment() instanceof Connection connection) {
              connection.ready(in);
            }
          },
          LOOK_NANOS / 10_000_000);
      long now = System.nanoTime();
      for (Connection connection : connections) {
        connection.look(now);
      }
    }

    @Override
    public void close() throws IOException {
      for (Connection connection : connections) {
        connection.close();
      }
      selector.close();
    }
  }

  /** One connection and what is in flight on it. */
  private final class Connection implements Exchange.Answers {
    private final Run run;
    private final Exchange exchange;
    private final long[] askedAt;
    private final int[] kind;
    private Outgoing out = new Outgoing();
    private SocketChannel channel;
    private SelectionKey key;
    private boolean broken;
    private long pausedUntil;

    Connection(Run run, Exchange exchange) throws IOException {
      this.run = run;
      this.exchange = exchange;
      this.askedAt = new long[exchange.slots()];
      this.kind = new int[exchange.slots()];
      this.channel = SocketChannel.open();
      this.key = channel.configureBlocking(false).register(run.selector, 0, this);
    }

    void open() {
      try {
        channel.close();
        channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(run.selector, SelectionKey.OP_READ, this);
        out = new Outgoing();
        exchange.opened(out);
        broken = false;
        for (int slot = 0; slot < askedAt.length; slot++) {
          ask(slot);
        }
        flush();
      } catch (IOException e) {
        fail();
      }
    }

    void ready(ByteBuffer in) {
      try {
        in.clear();
        int got = channel.read(in);
        if (got < 0) {
          fail();
          return;
        }
        exchange.received(in.flip(), out, this);
        flush();
      } catch (IOException | RuntimeException e) {
        fail();
      }
    }

    @Override
    public void answered(int slot, boolean right) {
      count(slot, right);
      if (right) {
        ask(slot);
      } else {
        pausedUntil = System.nanoTime() + PAUSE_NANOS;
      }
    }

    @Override
    public void answeredLast(int slot, boolean right) {
      count(slot, right);
      open();
    }

    private void count(int slot, boolean right) {
      Samples samples = run.samples.get(kind[slot]);
      if (right) {
        samples.add(System.nanoTime() - askedAt[slot]);
      } else {
        samples.fail();
      }
      askedAt[slot] = 0;
    }

    /** Goes on after an error, and gives up a request that nobody answers. */
    void look(long now) {
      if (pausedUntil != 0 && now > pausedUntil) {
        pausedUntil = 0;
        if (broken) {
          open();
          return;
        }
        for (int slot = 0; slot < askedAt.length; slot++) {
          if (askedAt[slot] == 0) {
            ask(slot);
          }
        }
        try {
          flush();
        } catch (IOException e) {
          fail();
        }
      }
      for (long asked : askedAt) {
        if (asked != 0 && now - asked > ANSWER_NANOS) {
          fail();
          return;
        }
      }
    }

    boolean waits() {
      for (long asked : askedAt) {
        if (asked != 0) {
          return true;
        }
      }
      return false;
    }

    void close() throws IOException {
      channel.close();
    }

    private void ask(int slot) {
      askedAt[slot] = 0;
      long now = System.nanoTime();
      if (now < run.end) {
        int asked = exchange.ask(slot, out);
        if (asked >= 0) {
          kind[slot] = asked;
          askedAt[slot] = now;
        }
      }
    }

    private void flush() throws IOException {
      boolean sent = out.flush(channel);
      int wanted = sent ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
      if (key.interestOps() != wanted) {
        key.interestOps(wanted);
      }
    }

    /** What was in flight counts as wrong; a new connection follows after a pause. */
    private void fail() {
      int lost = 0;
      for (int slot = 0; slot < askedAt.length; slot++) {
        if (askedAt[slot] != 0) {
          run.samples.get(kind[slot]).fail();
          askedAt[slot] = 0;
          lost++;
        }
      }
      if (lost == 0) {
        run.samples.getFirst().fail();
      }
      broken = true;
      pausedUntil = System.nanoTime() + PAUSE_NANOS;
      key.cancel();
      try {
        channel.close();
      } catch (IOException e) {
        // It is of no use any more in any case.
      }
    }
  }
}
