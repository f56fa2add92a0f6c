import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { EndpointName } from "../endpoint-name.ts";
import { isObject, type JsonRecord } from "../json.ts";
import { rawBody, serve, type Outcome } from "../serve.ts";
import { describeLineStatus, refusals, refuse } from "./errors.ts";
import type { LineChannel } from "./line-channel.ts";

/** A LINE call whose token, rate and body have been found good. */
export interface LineCall {
  readonly endpoint: EndpointName;
  readonly requestId: string;
  /** Empty where the endpoint takes no JSON. */
  readonly body: JsonRecord;
  /** The request body as it arrived. */
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly retryKey: string | undefined;
  readonly deliveryTag: string | undefined;
}

/** How one LINE endpoint answers. */
export interface LineEndpoint {
  readonly name: EndpointName;
  /** Absent: the endpoint takes no body. */
  readonly body?: "json" | "multipart";
  /** Whether it knows `X-Line-Retry-Key`; on any other the header is an error. */
  readonly hasRetryKey?: true;
  readonly handle: (line: LineChannel, call: LineCall) => Outcome;
}

/** A request body as read; with `refusal`, it is no JSON object. */
interface ReadBody {
  readonly body: JsonRecord;
  readonly refusal?: Outcome;
}

const badToken =
  "Authentication failed due to the following reason: invalid token. " +
  "Confirm that the access token in the authorization header is valid.";

const noBody: ReadBody = { body: {} };

/** A Fastify handler for a LINE endpoint. */
export function lineHandler(line: LineChannel, endpoint: LineEndpoint) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    const requestId = randomUUID();
    const params = request.params as Readonly<Record<string, string>>;
    const query = request.query as Readonly<Record<string, string>>;
    const { body, refusal } = readBody(request, endpoint.body);
    serve(
      line.simulation,
      {
        endpoint: endpoint.name,
        provider: "line",
        requestId,
        requestIdHeader: "x-line-request-id",
        describeStatus: describeLineStatus,
        addresses: () => addressesOf(body, params),
        handle() {
          const retryKey = headerOf(request, "x-line-retry-key");
          return (
            refuseAtTheDoor(line, endpoint, request, retryKey) ??
            refusal ??
            endpoint.handle(line, {
              endpoint: endpoint.name,
              requestId,
              body,
              bytes: rawBody(request),
              contentType: contentTypeOf(request),
              params,
              query,
              retryKey,
              deliveryTag: headerOf(request, "x-line-delivery-tag"),
            })
          );
        },
      },
      request,
      reply,
    );
  };
}

function refuseAtTheDoor(
  line: LineChannel,
  endpoint: LineEndpoint,
  request: FastifyRequest,
  retryKey: string | undefined,
): Outcome | undefined {
  if (!line.accessTokens.admits(request.headers.authorization)) {
    return refuse(401, badToken);
  }
  if (!line.rateLimiter.admit(endpoint.name)) {
    return refusals.rateLimit;
  }
  if (retryKey !== undefined && endpoint.hasRetryKey !== true) {
    return refuse(400, "The header, X-Line-Retry-Key, is not supported by this endpoint");
  }
  return undefined;
}

const contentTypes = { json: "application/json", multipart: "multipart/form-data" } as const;

function readBody(request: FastifyRequest, kind: LineEndpoint["body"]): ReadBody {
  if (kind === undefined) return noBody;
  const contentType = contentTypeOf(request);
  if (!contentType.startsWith(contentTypes[kind])) {
    return { ...noBody, refusal: refuse(415, `The content type, ${contentType}, is not supported`) };
  }
  if (kind === "multipart") return noBody;
  try {
    const body: unknown = JSON.parse(rawBody(request).toString());
    if (isObject(body)) return { body };
  } catch {
    // Answered below, as for JSON that is not an object.
  }
  return { ...noBody, refusal: refuse(400, "The request body could not be parsed as JSON (line: 1, column: 1)") };
}

function contentTypeOf(request: FastifyRequest): string {
  return request.headers["content-type"] ?? "";
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}

function addressesOf(body: JsonRecord, params: Readonly<Record<string, string>>): readonly string[] {
  const to = body["to"];
  if (typeof to === "string") return [to];
  if (Array.isArray(to)) return to.filter((address) => typeof address === "string");
  return params["userId"] === undefined ? [] : [params["userId"]];
}
