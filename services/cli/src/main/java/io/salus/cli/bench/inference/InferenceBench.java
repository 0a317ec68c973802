package io.salus.cli.bench.inference;

import io.salus.cli.api.Api;
import io.salus.cli.bench.inference.InferRequests.Form;
import io.salus.cli.bench.load.ConnectionLoad;
import io.salus.cli.bench.load.GrpcExchange;
import io.salus.cli.bench.load.HttpExchange;
import io.salus.cli.bench.load.Measured;
import io.salus.cli.bench.load.Question;
import io.salus.cli.bench.load.Questions;
import io.salus.cli.bench.load.Timeline;
import io.salus.cli.bench.stage.Allocated;
import io.salus.cli.bench.stage.Base;
import io.salus.cli.bench.stage.Bench;
import io.salus.cli.bench.stage.OwnStack;
import io.salus.cli.bench.stage.Stage;
import io.salus.cli.stack.ProcessIdentity;
import io.salus.cli.stack.Service;
import io.salus.cli.terminal.Json;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is measured of inference.
 *
 * @param parts in the order of their measuring
 * @param djl address of DJL Serving, if it is there
 * @param loads how often a model is loaded and unloaded for the memory
 * @param predictions how many are made for the memory
 */
record InferenceBench(
    Bench bench,
    Collection<InferencePart> parts,
    @Nullable String peer,
    @Nullable String djl,
    int loads,
    long predictions) {
  private static final List<BenchModel> MODELS =
      List.of(BenchModel.MLP, BenchModel.FOREST, BenchModel.CNN);
  private static final List<Integer> CLIENTS = List.of(1, 8, 32, 64);
  private static final List<Integer> THROUGH_GATEWAY = List.of(1, 32);
  private static final String INFER = "/inference.GRPCInferenceService/ModelInfer";
  private static final String LIVE = "/inference.GRPCInferenceService/ServerLive";
  static final int QUEUE = 1024;
  private static final double MEBIBYTE = 1 << 20;

  // One connection has one event loop at the server: too few for many clients.
  private static final int CONNECTIONS = 8;

  void run(OwnStack stack) throws Exception {
    for (BenchModel model : MODELS) {
      model.write(bench.home().models(), 1, QUEUE);
    }
    BenchModel.WOODS.write(bench.home().models(), 1, QUEUE);
    Stage stage = bench.stage(stack.up().state(), java.util.Optional.empty());
    bench
        .console()
        .note(
            "About "
                + Progress.span(
                    (stage.warmUp().toSeconds()
                                + (parts.contains(InferencePart.INFER) ? 64.0 : 8.0)
                                    * stage.time().toSeconds())
                            * 1.3
                        + (parts.contains(InferencePart.LOADS) ? loads / 20.0 : 0))
                + "; Ctrl-C stops it.");
    try (Progress progress = stage.console().progress("Inference", 1, "")) {
      var timeline =
          new Timeline(progress, stage.warmUp().plus(stage.time().multipliedBy(7 * 9 + 24)));
      warmUp(stage, timeline);
      for (InferencePart part : parts) {
        measure(part, stage, timeline);
      }
      progress.done("measured");
    }
  }

  private void measure(InferencePart part, Stage stage, Timeline timeline) throws Exception {
    switch (part) {
      case INFER -> {
        emptyCall(stage, timeline);
        for (BenchModel model : MODELS) {
          infer(stage, model, timeline);
        }
      }
      case DJL -> {
        if (djl != null) {
          new DjlBench(stage, djl, timeline).run();
        }
      }
      case SWAP -> swap(stage, timeline);
      case RECORD -> recorded(stage, timeline);
      case SATURATION -> {
        for (BenchModel model : List.of(BenchModel.MLP, BenchModel.WOODS)) {
          new SaturationBench(stage, model, operator(stage), timeline).run();
        }
      }
      case PREDICTIONS -> predict(stage, timeline);
      case LOADS -> loadAndUnload(stage);
    }
  }

  static String direct(Stage stage) {
    return "http://127.0.0.1:" + stage.port(Service.INFERENCE);
  }

  private static InetSocketAddress address(String base) {
    URI uri = URI.create(base);
    return new InetSocketAddress(uri.getHost(), uri.getPort());
  }

  private static InetSocketAddress inference(Stage stage) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), stage.port(Service.INFERENCE));
  }

  static ConnectionLoad http(String base, Questions questions) {
    return new ConnectionLoad(address(base), 1, i -> new HttpExchange(questions));
  }

  private static ConnectionLoad grpc(
      Stage stage, InetSocketAddress address, String path, Questions questions, int slots) {
    return new ConnectionLoad(
        address, 1, i -> new GrpcExchange(questions, slots, path, stage.token()));
  }

  private void warmUp(Stage stage, Timeline timeline) throws IOException {
    int forms = Form.values().length;
    // Half through the gateway, where it is measured: a cold gateway is slow by its compiler.
    List<String> ways =
        parts.contains(InferencePart.INFER)
            ? List.of(direct(stage), stage.api().base())
            : List.of(direct(stage));
    Duration each = stage.warmUp().dividedBy((long) MODELS.size() * forms * ways.size());
    for (Form form : Form.values()) {
      for (BenchModel model : MODELS) {
        for (String way : ways) {
          load(stage, new InferRequests(model, way, stage.token()), form, 32)
              .run(each, timeline, "warming up");
        }
      }
    }
  }

  /** A load by so many clients. */
  private interface Clients {
    Measured run(Duration time, Timeline timeline, String doing);
  }

  private static Clients load(Stage stage, InferRequests requests, Form form, int clients)
      throws IOException {
    Questions questions = requests.questions(form);
    if (form == Form.GRPC) {
      int slots = Math.max(1, clients / CONNECTIONS);
      ConnectionLoad load = grpc(stage, address(requests.base()), INFER, questions, slots);
      return (time, timeline, doing) -> load.run(clients / slots, time, timeline, doing).all();
    }
    ConnectionLoad load = http(requests.base(), questions);
    return (time, timeline, doing) -> load.run(clients, time, timeline, doing).all();
  }

  /**
   * Answers without a model, in milliseconds. How long a thread takes to wake up changes with the
   * machine, so this is measured beside what is divided by it.
   */
  private double empty(Stage stage, String name, Timeline timeline) throws IOException {
    byte[] get =
        "GET /v2/health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    Questions live = Questions.round(List.of(new Question(0, get, Question.holds(200, "true"))));
    // What is measured by it is warm, so it has to be, too.
    http(direct(stage), live).run(8, stage.warmUp().dividedBy(36), timeline, "warming up");
    return stage
        .measure(
            name,
            1,
            Base.NONE,
            () -> http(direct(stage), live).run(1, stage.time(), timeline, "empty").all())
        .p50Millis();
  }

  private void emptyCall(Stage stage, Timeline timeline) throws IOException {
    Questions call =
        Questions.round(
            List.of(new Question(0, new byte[0], (status, data, from, to) -> status == 200)));
    stage.measure(
        "empty: gRPC",
        1,
        Base.NONE,
        () ->
            grpc(stage, inference(stage), LIVE, call, 1)
                .run(1, stage.time(), timeline, "empty")
                .all());
  }

  private void infer(Stage stage, BenchModel model, Timeline timeline) throws IOException {
    InferRequests direct = new InferRequests(model, direct(stage), stage.token());
    InferRequests gateway = new InferRequests(model, stage.api().base(), stage.token());
    for (Form form : Form.values()) {
      String name = model.name() + ": " + form;
      double empty = empty(stage, name + ", empty endpoint", timeline);
      double alone = empty;
      for (int clients : CLIENTS) {
        double before = engineNanos(stage, model);
        long counted = count(stage, model);
        double allocated = Allocated.bytes(stage, Service.INFERENCE);
        Measured ours = measure(stage, name + ", direct", direct, form, clients, timeline);
        if (clients == 32) {
          stage
              .results()
              .figure(
                  name + ", allocated a request",
                  (Allocated.bytes(stage, Service.INFERENCE) - allocated) / ours.done(),
                  "bytes");
        }
        if (clients == 1) {
          double engine =
              (engineNanos(stage, model) - before) / Math.max(1, count(stage, model) - counted);
          alone = engine / 1e6 + empty;
          overhead(stage, name, engine, alone, ours.p50Millis());
        }
        if (peer != null && form != Form.GRPC) {
          Clients theirs = load(stage, new InferRequests(model, peer, null), form, clients);
          stage.compare(
              name, clients, ours, () -> theirs.run(stage.time(), timeline, name + ", peer"));
        }
      }
      for (int clients : THROUGH_GATEWAY) {
        Measured through = measure(stage, name + ", gateway", gateway, form, clients, timeline);
        if (clients == 1) {
          stage
              .results()
              .figure(
                  name + ", gateway, p50 by engine and empty endpoint together",
                  through.p50Millis() / alone,
                  "x");
        }
      }
    }
  }

  private static Measured measure(
      Stage stage, String name, InferRequests requests, Form form, int clients, Timeline timeline)
      throws IOException {
    Clients load = load(stage, requests, form, clients);
    return stage.measure(name, clients, Base.NONE, () -> load.run(stage.time(), timeline, name));
  }

  private static void overhead(Stage stage, String name, double engine, double alone, double p50) {
    stage.results().figure(name + ", engine alone, mean", engine / 1000, "us");
    stage.results().figure(name + ", p50 by engine and empty endpoint together", p50 / alone, "x");
  }

  private static double engineNanos(Stage stage, BenchModel model) {
    return stats(stage, model).path("compute_infer").path("ns").asDouble();
  }

  private static long count(Stage stage, BenchModel model) {
    return stats(stage, model).path("compute_infer").path("count").asLong();
  }

  private static com.fasterxml.jackson.databind.JsonNode stats(Stage stage, BenchModel model) {
    return stage
        .api()
        .get("/v2/models/" + model.name() + "/stats")
        .require(200)
        .json()
        .path("model_stats")
        .path(0)
        .path("inference_stats");
  }

  /** The neighbour's p99 in quiet, and while another model is loaded anew again and again. */
  private void swap(Stage stage, Timeline timeline) throws Exception {
    InferRequests requests = new InferRequests(BenchModel.MLP, direct(stage), stage.token());
    Measured quiet = measure(stage, "swap: quiet", requests, Form.BINARY, 8, timeline);
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong swaps = new AtomicLong();
    Api operator = operator(stage);
    Thread swapping =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!over.get()) {
                    try {
                      BenchModel.FOREST.change(
                          stage.home().models(), 1 + (int) (swaps.get() % 2), QUEUE);
                      reload(operator, BenchModel.FOREST, "load");
                      // The model that is measured, too: its requests must not notice.
                      BenchModel.MLP.change(
                          stage.home().models(), 1 + (int) (swaps.get() % 2), QUEUE);
                      reload(operator, BenchModel.MLP, "load");
                      swaps.incrementAndGet();
                      Thread.sleep(100);
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    } catch (InterruptedException e) {
                      return;
                    }
                  }
                });
    Measured swapped = measure(stage, "swap: under swaps", requests, Form.BINARY, 8, timeline);
    over.set(true);
    swapping.join();
    stage.results().figure("swap: swaps of two models meanwhile", (double) swaps.get(), "");
    stage
        .results()
        .figure("swap: p99 by that of quiet", swapped.p99Millis() / quiet.p99Millis(), "x");
  }

  /** Shared models are changed by the operator's tenant. */
  private Api operator(Stage stage) {
    String token = Bench.token(bench.home(), "operator");
    return new Api(stage.api().base(), () -> token);
  }

  static void reload(Api api, BenchModel model, String what) {
    api.postRepeatable("/v2/repository/models/" + model.name() + "/" + what, Json.object())
        .require(200);
  }

  /** The same calls when each is stored before it is answered. */
  private void recorded(Stage stage, Timeline timeline) throws IOException {
    BenchModel model = BenchModel.MLP;
    model.change(stage.home().models(), 1, QUEUE, "all");
    reload(operator(stage), model, "load");
    InferRequests requests = new InferRequests(model, direct(stage), stage.token());
    for (int clients : List.of(1, 32)) {
      measure(
          stage, model.name() + ": BINARY, record all", requests, Form.BINARY, clients, timeline);
    }
    model.change(stage.home().models(), 1, QUEUE);
    reload(operator(stage), model, "load");
  }

  /** Memory of the service over many predictions. */
  private void predict(Stage stage, Timeline timeline) throws IOException {
    InferRequests requests = new InferRequests(BenchModel.MLP, direct(stage), stage.token());
    ConnectionLoad load = http(requests.base(), requests.questions(Form.BINARY));
    long done = predictions(stage, load, timeline, predictions / 10);
    double before = resident(stage);
    done += predictions(stage, load, timeline, predictions / 2);
    double half = resident(stage);
    done += predictions(stage, load, timeline, predictions / 2);
    stage.results().figure("predictions: resident memory before", before, "MiB");
    stage.results().figure("predictions: after half", half, "MiB");
    stage.results().figure("predictions: after all", resident(stage), "MiB");
    stage.results().figure("predictions: made", (double) done, "");
  }

  private static long predictions(
      Stage stage, ConnectionLoad load, Timeline timeline, long atLeast) {
    long done = 0;
    while (done < atLeast) {
      done += load.run(8, stage.time(), timeline, "predictions").all().done();
    }
    return done;
  }

  private void loadAndUnload(Stage stage) {
    Api operator = operator(stage);
    cycle(operator, 20);
    double before = resident(stage);
    cycle(operator, loads / 2);
    double half = resident(stage);
    cycle(operator, loads - loads / 2);
    stage.results().figure("loads: resident memory before", before, "MiB");
    stage.results().figure("loads: after " + loads / 2, half, "MiB");
    stage.results().figure("loads: after " + loads, resident(stage), "MiB");
  }

  private static void cycle(Api operator, int times) {
    for (int i = 0; i < times; i++) {
      reload(operator, BenchModel.CNN, "unload");
      reload(operator, BenchModel.CNN, "load");
    }
  }

  private static double resident(Stage stage) {
    ProcessIdentity process = stage.state().component(Service.INFERENCE.id()).process();
    return process == null ? Double.NaN : process.residentBytes() / MEBIBYTE;
  }
}
