import { fastify, type FastifyInstance } from "fastify";

/** "Messaging API reference", Status codes: larger bodies are answered 413. */
const largestBody = 2 * 1_024 * 1_024;

/** A bare server that leaves every body as the bytes that arrived. */
export function createServer(): FastifyInstance {
  const server = fastify({ logger: false, bodyLimit: largestBody, forceCloseConnections: true, exposeHeadRoutes: false });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ message: "Not found" }));
  return server;
}
