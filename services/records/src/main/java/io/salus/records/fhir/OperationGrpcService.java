package io.salus.records.fhir;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import io.salus.proto.records.v1.OperateRequest;
import io.salus.proto.records.v1.OperateResponse;
import io.salus.proto.records.v1.OperationHead;
import io.salus.proto.records.v1.OperationServiceGrpc.OperationServiceImplBase;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.operation.Operations;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.security.Caller;
import io.salus.service.security.CallerContext;
import org.jspecify.annotations.Nullable;

/**
 * Operations over gRPC. The plain gRPC base, because an answer goes out only as fast as the client
 * takes it: the framework's Multi asks its source for everything at once.
 */
@GrpcService
@RegisterInterceptor(GoneClient.class)
class OperationGrpcService extends OperationServiceImplBase {
  private final Operations operations;
  private final BodyBudget budget;
  private final AnswerThreads threads;

  OperationGrpcService(Operations operations, BodyBudget budget, AnswerThreads threads) {
    this.operations = operations;
    this.budget = budget;
    this.threads = threads;
  }

  @Override
  public StreamObserver<OperateRequest> operate(StreamObserver<OperateResponse> observer) {
    return new Received(
        CallerContext.current(), (ServerCallStreamObserver<OperateResponse>) observer);
  }

  /** One call: first its head, then its body in pieces, then it runs. */
  private final class Received implements StreamObserver<OperateRequest> {
    private final Caller caller;
    private final ServerCallStreamObserver<OperateResponse> out;
    private final AnswerSender sender;
    private OperationHead head = OperationHead.getDefaultInstance();
    private ByteString body = ByteString.EMPTY;
    private @Nullable TakenBody taken;
    private boolean over;

    Received(Caller caller, ServerCallStreamObserver<OperateResponse> out) {
      this.caller = caller;
      this.out = out;
      out.disableAutoRequest();
      out.request(1);
      this.sender = new AnswerSender(new GrpcAnswer(out), threads);
      out.setOnReadyHandler(sender::ready);
      out.setOnCancelHandler(this::gone);
      GoneClient.whenGone(this::gone);
    }

    private void gone() {
      sender.cancelled();
      if (taken != null) {
        taken.drop();
      }
    }

    @Override
    public void onNext(OperateRequest message) {
      if (over) {
        return;
      }
      try {
        if (message.hasHead()) {
          head = message.getHead();
          taken =
              operations
                  .intake(caller, head.getName(), OperationProtoMapper.call(head, ByteString.EMPTY))
                  .map(intake -> new TakenBody(intake, sender))
                  .orElse(null);
        }
        if (taken == null) {
          budget.check(body.size() + message.getChunk().size());
          body = body.concat(message.getChunk());
          out.request(1);
        } else {
          taken.add(message.getChunk().toByteArray(), () -> out.request(1));
        }
      } catch (RuntimeException e) {
        fail(e);
      }
    }

    @Override
    public void onError(Throwable gone) {
      over = true;
      if (taken != null) {
        taken.drop();
      }
    }

    @Override
    public void onCompleted() {
      if (over) {
        return;
      }
      if (taken != null) {
        taken.finish();
        return;
      }
      try {
        OperationCall call = OperationProtoMapper.call(head, body);
        Reads.requireNoNul(call.id());
        sender.follow(budget.with(body.size(), () -> operations.run(caller, head.getName(), call)));
      } catch (RuntimeException e) {
        fail(e);
      }
    }

    private void fail(RuntimeException e) {
      if (!over) {
        over = true;
        body = ByteString.EMPTY;
        sender.fail(e);
      }
    }
  }

  private record GrpcAnswer(ServerCallStreamObserver<OperateResponse> out)
      implements AnswerSender.Wire {
    @Override
    public void send(@Nullable OperationAnswer head, byte[] chunk) {
      out.onNext(OperationProtoMapper.message(head, chunk));
    }

    @Override
    public boolean ready() {
      return out.isReady();
    }

    @Override
    public void end() {
      out.onCompleted();
    }

    @Override
    public void fail(Throwable failure) {
      out.onError(GrpcErrors.toStatus(failure));
    }
  }
}
