import Fastify, { type FastifyInstance, LogController } from "fastify";
import { limitArrival } from "./arrival-limit.ts";
import { answerClientError } from "./client-error-handler.ts";
import { answerError, answerNotFound } from "./error-handler.ts";

const mebibyte = 1024 * 1024;

/**
 * Fastify in a box: an instance is a promise as well, so whatever resolves or awaits one starts it before its routes
 * are there.
 */
export interface HttpServer {
  readonly fastify: FastifyInstance;
}

/** What can be set of the HTTP server. */
export interface ServerSettings {
  /** Least level of log lines that are written; `silent` for none. */
  readonly logLevel: string;
  /** Where log lines go; standard output where absent. */
  readonly logStream?: { write(line: string): void };
}

/**
 * An HTTP server without routes: limits, log and the form of every refusal. Log lines name the route and never the
 * address, because addresses of callbacks hold tokens and those of recipients may stand in queries.
 */
export function createServer({ logLevel, logStream }: ServerSettings): HttpServer {
  const fastify = Fastify({
    logger: {
      level: logLevel,
      base: { service: "todoke" },
      serializers: { err: loggedError, error: loggedError },
      ...(logStream !== undefined && { stream: logStream }),
    },
    // One line for each answer takes the place of Fastify's two, which name addresses.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 4 * mebibyte,
    // Bodies are watched by `limitArrival`.
    requestTimeout: 0,
    http: { headersTimeout: 10_000 },
    onProtoPoisoning: "error",
    onConstructorPoisoning: "error",
    // While closing, a request on an open connection is still served; the connection ends with its answer.
    return503OnClosing: false,
    frameworkErrors: answerError,
    clientErrorHandler: answerClientError,
  });
  fastify.removeContentTypeParser("text/plain");
  fastify.setErrorHandler(answerError);
  fastify.setNotFoundHandler(answerNotFound);
  fastify.addHook("onRequest", (request, _reply, done) => {
    limitArrival(request);
    done();
  });
  fastify.addHook("onResponse", async (request, reply) => {
    const { method, routeOptions: { url: route = "none" } } = request;
    request.log.info({ method, route, status: reply.statusCode, durationMs: Math.round(reply.elapsedTime) }, "answered");
  });
  return { fastify };
}

/** An error as the log shows it: what databases attach to theirs may quote rows. */
function loggedError(error: unknown) {
  if (!(error instanceof Error)) return { type: typeof error, message: "no error was thrown, but a value", stack: "" };
  const { name: type, message, stack = "" } = error;
  return { type, message, stack, ...("code" in error && { code: error.code }) };
}
