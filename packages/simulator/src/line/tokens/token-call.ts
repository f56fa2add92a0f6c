import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { EndpointName } from "../../endpoint-name.ts";
import { rawBody, serve, type Outcome } from "../../serve.ts";
import { describeLineStatus, refusals } from "../errors.ts";
import type { LineChannel } from "../line-channel.ts";

/** How an endpoint answers that issues, tells of or ends tokens. */
export interface TokenEndpoint {
  readonly name: EndpointName;
  /** `form`: the parameters, from the body of a POST and from the address of a GET. */
  readonly handle: (line: LineChannel, form: URLSearchParams) => Outcome;
}

/** A Fastify handler for a call that needs no token yet. */
export function tokenHandler(line: LineChannel, endpoint: TokenEndpoint) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    const parameters = request.method === "GET" ? request.url.split("?", 2)[1] : rawBody(request).toString();
    const { name } = endpoint;
    const call = {
      endpoint: name,
      provider: "line",
      requestId: randomUUID(),
      requestIdHeader: "x-line-request-id",
      describeStatus: describeLineStatus,
      addresses: () => [],
      handle: () =>
        line.rateLimiter.admit(name) ? endpoint.handle(line, new URLSearchParams(parameters)) : refusals.rateLimit,
    };
    serve(line.simulation, call, request, reply);
  };
}
