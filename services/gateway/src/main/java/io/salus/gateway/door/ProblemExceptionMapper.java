package io.salus.gateway.door;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.salus.service.errors.AppException.Busy;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.HttpErrors;
import io.salus.service.errors.HttpErrors.Rendered;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of a REST resource as problem+json, RFC 9457. */
class ProblemExceptionMapper {

  @ServerExceptionMapper
  Response anything(Throwable failure, HttpServerRequest request) {
    Response.ResponseBuilder response = response(HttpErrors.render(request.path(), failure));
    if (failure instanceof Busy busy) {
      response.header("Retry-After", Math.max(1, busy.retryAfter().toSeconds()));
    }
    return response.build();
  }

  @ServerExceptionMapper
  Response http(WebApplicationException failure, HttpServerRequest request) {
    if (failure.getCause() instanceof JsonProcessingException json) {
      return malformed(json, request);
    }
    // A value of a query that is of the wrong type comes as 404, as one in the path does.
    boolean value = failure.getCause() != null && request.query() != null;
    int found = failure.getResponse().getStatus();
    int status = found == 404 && value ? 400 : found;
    Response.ResponseBuilder response =
        switch (status) {
          case 400 -> problem(request, 400, "invalid-input", "A part of the request is not valid.");
          case 404 -> problem(request, 404, "not-found", "There is nothing at this address.");
          case 405 -> problem(request, 405, "unsupported", "This address takes other methods.");
          case 406 -> problem(request, 406, "not-acceptable", "Only JSON is spoken here.");
          case 413 -> problem(request, 413, "too-large", "The body is too large.");
          case 415 ->
              problem(request, 415, "unsupported-media-type", "Bodies must be application/json.");
          default -> response(HttpErrors.render(request.path(), failure));
        };
    Object allow = failure.getResponse().getHeaders().getFirst("Allow");
    return allow == null ? response.build() : response.header("Allow", allow).build();
  }

  @ServerExceptionMapper
  Response mismatched(MismatchedInputException failure, HttpServerRequest request) {
    return malformed(failure, request);
  }

  @ServerExceptionMapper
  Response malformed(JsonProcessingException failure, HttpServerRequest request) {
    InvalidInput told =
        switch (failure) {
          case UnrecognizedPropertyException e ->
              new InvalidInput("There is no such property.", place(e));
          case JsonMappingException e -> new InvalidInput("The value does not fit.", place(e));
          default -> new InvalidInput("The body is not well-formed JSON.");
        };
    return response(HttpErrors.render(request.path(), told)).build();
  }

  private static String place(JsonMappingException failure) {
    String path =
        failure.getPath().stream()
            .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : "." + r.getFieldName())
            .collect(Collectors.joining());
    return path.startsWith(".") ? path.substring(1) : path;
  }

  private static Response.ResponseBuilder problem(
      HttpServerRequest request, int status, String code, String detail) {
    return response(HttpErrors.refusal(request.path(), status, code, detail));
  }

  private static Response.ResponseBuilder response(Rendered rendered) {
    Response.ResponseBuilder response =
        Response.status(rendered.status())
            .header("Content-Type", rendered.contentType())
            .entity(rendered.body());
    if (rendered.status() == 401) {
      response.header("WWW-Authenticate", "Bearer realm=\"salus\"");
    }
    if (rendered.status() == 503) {
      response.header("Retry-After", "1");
    }
    return response;
  }
}
