import { randomUUID } from "node:crypto";
import { fastify, type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";

/** "Messaging API reference", Status codes: larger bodies are answered 413. */
const largestBody = 2 * 1_024 * 1_024;

/** A server without routes that leaves every body as the bytes that arrived. */
export function createServer(): FastifyInstance {
  const server = fastify({
    logger: false,
    bodyLimit: largestBody,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  server.setNotFoundHandler((request, reply) => refuse(request, reply, 404, "Not found", 20404));
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    return refuse(request, reply, status, error.message, 20000 + status);
  });
  return server;
}

/** Refuses what reached no endpoint, in the words of the provider whose address was called. */
function refuse(request: FastifyRequest, reply: FastifyReply, status: number, message: string, code: number) {
  reply.code(status);
  if (request.url.startsWith("/2010-04-01/")) {
    return reply.send({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
  }
  return reply.header("x-line-request-id", randomUUID()).send({ message });
}
