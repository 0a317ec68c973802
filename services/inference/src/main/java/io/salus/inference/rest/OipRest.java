package io.salus.inference.rest;

import io.salus.inference.serving.InferCall;
import io.salus.inference.serving.Inference;
import io.salus.inference.serving.ModelInfo;
import io.salus.inference.serving.RepositoryIndex;
import io.salus.inference.serving.ServerInfo;
import io.salus.inference.tensor.Tensor;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of the protocol and of Triton's extensions. Never waits on the thread that calls
 * it; the answer comes on any.
 */
@Singleton
class OipRest {
  private final Inference inference;
  private final ModelInfo info;
  private final RepositoryIndex repository;
  private final ServerInfo server;
  private final CallRest calls;

  /** Written once: it is told most when there is least time. */
  private final RestAnswer full;

  OipRest(
      Inference inference,
      ModelInfo info,
      RepositoryIndex repository,
      ServerInfo server,
      CallRest calls) {
    this.calls = calls;
    this.full = RestAnswer.failure(inference.full());
    this.inference = inference;
    this.info = info;
    this.repository = repository;
    this.server = server;
  }

  /**
   * Answers a request.
   *
   * @param caller throws when there is none
   * @param near see {@link Inference#infer}
   * @return gives the request up
   */
  Runnable handle(
      RestRequest request,
      Supplier<Caller> caller,
      Consumer<RestAnswer> out,
      @Nullable Executor near) {
    try {
      List<String> path = request.segments();
      return switch (path.size()) {
        case 0 -> get(request, out, () -> ModelJson.server(server.version()));
        case 2 ->
            switch (path.getFirst()) {
              case "health" -> health(request, path.get(1), out);
              case "repository" -> index(request, path.get(1), caller, out);
              case "models" -> model(request, path, caller, out, near);
              default -> throw nothing();
            };
        case 4 ->
            path.getFirst().equals("repository") && path.get(1).equals("models")
                ? change(request, path.get(2), path.get(3), caller, out)
                : ofModel(request, path, caller, out, near);
        case 5 -> ofModel(request, path, caller, out, near);
        case 3 -> model(request, path, caller, out, near);
        default -> throw nothing();
      };
    } catch (RuntimeException e) {
      out.accept(RestAnswer.failure(e));
      return OipRest::nothingToGiveUp;
    }
  }

  /**
   * Refuses a request for inference before its body is read, when the queue of its model is full.
   *
   * @param path from {@code /v2} on, percent-encoded
   * @return whether {@code out} gets the refusal, soon; else the request is to be read and handled
   */
  boolean refuses(
      String path, Supplier<Caller> caller, Consumer<RestAnswer> out, @Nullable Executor near) {
    if (!path.endsWith("/infer") || !inference.refusedLately()) {
      return false;
    }
    try {
      List<String> segments = RestRequest.segments(path);
      boolean versioned = segments.size() == 5;
      return (versioned || segments.size() == 3)
          && inference.refuses(
              caller.get(),
              segments.get(1),
              versioned ? segments.get(3) : "",
              near,
              () -> out.accept(full));
    } catch (AppException e) {
      // Told when the request is handled.
      return false;
    }
  }

  private static Runnable get(
      RestRequest request, Consumer<RestAnswer> out, Supplier<RestAnswer> answer) {
    return is(request, "GET", out, () -> out.accept(answer.get()));
  }

  private static Runnable is(
      RestRequest request, String method, Consumer<RestAnswer> out, Runnable work) {
    if (request.method().equals(method)) {
      work.run();
    } else {
      out.accept(RestAnswer.notAllowed(method));
    }
    return OipRest::nothingToGiveUp;
  }

  private static Runnable health(RestRequest request, String what, Consumer<RestAnswer> out) {
    if (!what.equals("live") && !what.equals("ready")) {
      throw nothing();
    }
    return get(request, out, () -> RestAnswer.json(200, "{\"" + what + "\":true}"));
  }

  private Runnable index(
      RestRequest request, String what, Supplier<Caller> caller, Consumer<RestAnswer> out) {
    if (!what.equals("index")) {
      throw nothing();
    }
    return is(
        request,
        "POST",
        out,
        () -> {
          Caller asking = caller.get();
          boolean ready = RepositoryJson.readyOnly(request);
          apart(out, () -> ModelJson.index(repository.list(asking, ready)));
        });
  }

  private Runnable change(
      RestRequest request,
      String name,
      String what,
      Supplier<Caller> caller,
      Consumer<RestAnswer> out) {
    boolean load = what.equals("load");
    if (!load && !what.equals("unload")) {
      throw nothing();
    }
    return is(
        request,
        "POST",
        out,
        () -> {
          Caller asking = caller.get();
          RepositoryJson.checkParameters(request, load);
          apart(
              out,
              () -> {
                if (load) {
                  repository.load(asking, name);
                } else {
                  repository.unload(asking, name);
                }
                return RestAnswer.empty();
              });
        });
  }

  private Runnable ofModel(
      RestRequest request,
      List<String> path,
      Supplier<Caller> caller,
      Consumer<RestAnswer> out,
      @Nullable Executor near) {
    if (!path.getFirst().equals("models") || !path.get(2).equals("calls")) {
      return model(request, path, caller, out, near);
    }
    Supplier<RestAnswer> answer = calls.answer(request, path, caller);
    if (answer == null) {
      throw nothing();
    }
    return is(request, CallRest.method(path), out, () -> apart(out, answer));
  }

  private Runnable model(
      RestRequest request,
      List<String> path,
      Supplier<Caller> caller,
      Consumer<RestAnswer> out,
      @Nullable Executor near) {
    if (!path.getFirst().equals("models")) {
      throw nothing();
    }
    boolean versioned = path.size() >= 4;
    if (versioned && !path.get(2).equals("versions")) {
      throw nothing();
    }
    String name = path.get(1);
    String version = versioned ? path.get(3) : "";
    String what = path.size() % 2 == 1 ? path.getLast() : "";
    if (what.equals("infer")) {
      return infer(request, name, version, caller, out, near);
    }
    return is(
        request,
        "GET",
        out,
        () -> {
          Caller asking = caller.get();
          if (what.isEmpty() && !versioned && name.equals("stats")) {
            apart(out, () -> ModelJson.statistics(info.figures(asking, "", "")));
            return;
          }
          Supplier<RestAnswer> answer =
              switch (what) {
                case "" -> () -> ModelJson.metadata(info.describe(asking, name, version));
                case "ready" -> () -> ModelJson.ready(name, info.ready(asking, name, version));
                case "config" -> () -> ModelJson.config(info.describe(asking, name, version));
                case "stats" -> () -> ModelJson.statistics(info.figures(asking, name, version));
                default -> throw nothing();
              };
          apart(out, answer);
        });
  }

  private Runnable infer(
      RestRequest request,
      String name,
      String version,
      Supplier<Caller> caller,
      Consumer<RestAnswer> out,
      @Nullable Executor near) {
    if (!request.method().equals("POST")) {
      out.accept(RestAnswer.notAllowed("POST"));
      return OipRest::nothingToGiveUp;
    }
    Caller asking = caller.get();
    InferJson parsed = InferJsonReader.read(request);
    InferCall call =
        new InferCall(
            name,
            version,
            parsed.inputs(),
            parsed.outputNames(),
            parsed.priority(),
            InferCall.deadline(request.deadline(), parsed.timeoutMicros()));
    Inference.Pending pending =
        inference.infer(
            asking,
            call,
            new InferCall.Reply() {
              @Override
              public void answered(String answering, List<Tensor> outputs, @Nullable UUID stored) {
                RestAnswer answer;
                try {
                  answer = InferJsonWriter.write(parsed, name, answering, outputs, stored);
                } catch (RuntimeException e) {
                  answer = RestAnswer.failure(e);
                }
                out.accept(answer);
              }

              @Override
              public void failed(Throwable failure) {
                out.accept(failure == inference.full() ? full : RestAnswer.failure(failure));
              }
            },
            near);
    return pending::cancel;
  }

  private static void apart(Consumer<RestAnswer> out, Supplier<RestAnswer> work) {
    Thread.ofVirtual()
        .name("oip")
        .start(
            () -> {
              RestAnswer answer;
              try {
                answer = work.get();
              } catch (Throwable e) {
                answer = RestAnswer.failure(e);
              }
              out.accept(answer);
            });
  }

  private static void nothingToGiveUp() {}

  private static NotFound nothing() {
    return new NotFound("There is nothing at this address.");
  }
}
