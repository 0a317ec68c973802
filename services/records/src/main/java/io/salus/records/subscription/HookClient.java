package io.salus.records.subscription;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells an endpoint. The request goes to the address that was checked, whatever the name means a
 * moment later; certificates are verified for the name, redirects are not followed, and what the
 * endpoint answers is read no further than its status.
 */
@ApplicationScoped
class HookClient {
  private static final int MOST_ANSWERED = 64 << 10;
  private static final int CONNECTIONS_TO_ONE_HOST = 32;

  private final HttpClient http;
  private final EndpointRule rule;
  private final Duration timeout;

  HookClient(Vertx vertx, EndpointRule rule, SubscriptionConfig config) {
    this.rule = rule;
    this.timeout = config.timeout();
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) timeout.toMillis())
                .setKeepAliveTimeout(20)
                .setMaxHeaderSize(16 << 10)
                .setVerifyHost(true)
                .setTrustAll(false),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS_TO_ONE_HOST));
  }

  /**
   * Tells of a resource: {@code PUT endpoint/Type/id} with it, or an empty {@code POST endpoint}
   * when the channel has no payload. Blocks.
   *
   * @param resource in JSON, or null
   * @throws UnreachableEndpoint unless the endpoint answered with a status of success
   */
  void tell(Channel channel, Delivery delivery, byte @Nullable [] resource)
      throws InterruptedException {
    URI endpoint = channel.endpoint();
    InetAddress address = rule.resolve(endpoint);
    RequestOptions options = options(endpoint, address);
    channel.headers().forEach(header -> options.addHeader(header.name(), header.value()));
    if (resource == null) {
      options.setMethod(HttpMethod.POST).setURI(path(endpoint));
    } else {
      String base = path(endpoint);
      String at = base.endsWith("/") ? base : base + "/";
      options
          .setMethod(HttpMethod.PUT)
          .setURI(at + delivery.type() + "/" + delivery.id())
          .addHeader("Content-Type", "application/fhir+json;charset=utf-8");
    }
    int status = send(options, resource == null ? Buffer.buffer() : Buffer.buffer(resource));
    if (status >= 300 && status < 400) {
      throw new UnreachableEndpoint("the endpoint answered with a redirect, which is not followed");
    }
    if (status < 200 || status >= 400) {
      throw new UnreachableEndpoint("the endpoint answered with HTTP status " + status);
    }
  }

  private RequestOptions options(URI endpoint, InetAddress address) {
    boolean secure = endpoint.getScheme().equalsIgnoreCase("https");
    int port = endpoint.getPort() > 0 ? endpoint.getPort() : secure ? 443 : 80;
    String host = endpoint.getHost();
    return new RequestOptions()
        .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
        .setHost(host.startsWith("[") ? host.substring(1, host.length() - 1) : host)
        .setPort(port)
        .setSsl(secure)
        .setFollowRedirects(false)
        .setTimeout(timeout.toMillis());
  }

  private int send(RequestOptions options, Buffer body) throws InterruptedException {
    AtomicReference<@Nullable HttpClientRequest> sent = new AtomicReference<>();
    Future<Integer> status =
        http.request(options)
            .compose(
                request -> {
                  sent.set(request);
                  return request.send(body);
                })
            .compose(response -> drained(response).map(response.statusCode()));
    try {
      return status
          .toCompletionStage()
          .toCompletableFuture()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      HttpClientRequest request = sent.get();
      if (request != null) {
        request.reset();
      }
      throw new UnreachableEndpoint("the endpoint did not answer in time");
    } catch (ExecutionException e) {
      throw new UnreachableEndpoint(reason(e.getCause()));
    }
  }

  /** So that the connection can be used again; one that answers too much is not. */
  private static Future<Void> drained(HttpClientResponse response) {
    AtomicInteger bytes = new AtomicInteger();
    response.handler(
        piece -> {
          if (bytes.addAndGet(piece.length()) > MOST_ANSWERED) {
            response.request().connection().close();
          }
        });
    return response.end().otherwiseEmpty();
  }

  private static String reason(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return "the certificate of the endpoint is not trusted";
      }
      if (cause instanceof ConnectException) {
        return "the endpoint takes no connections";
      }
      if (cause instanceof TimeoutException || cause.getClass().getName().contains("Timeout")) {
        return "the endpoint did not answer in time";
      }
    }
    return "the connection to the endpoint broke";
  }

  private static String path(URI endpoint) {
    String path = endpoint.getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  @PreDestroy
  void close() {
    http.close();
  }
}
