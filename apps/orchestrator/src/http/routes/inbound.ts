import type { InboundRequest } from "@todoke/core";
import type { Engines } from "@todoke/engine";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { HttpProblem } from "../problem.ts";

const bodyLimit = 1024 * 1024;

/**
 * Takes in what providers post, or ask for by GET where they report in the query. Signatures are over the bytes as they came, so nothing is parsed here; some are over the
 * full public address too, which a proxy hides from us: `publicBaseUrl` is the part of it that stands before our path.
 */
export function inboundRoutes(server: FastifyInstance, engines: Pick<Engines, "ofAccount">, publicBaseUrl: string | undefined): void {
  server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit }, (_request, body, parsed) => parsed(null, body));

    const take = async (request: InboundFastifyRequest, reply: FastifyReply) => {
      const { accountId } = request.params;
      const engine = engines.ofAccount(accountId);
      const summary = await engine?.receive(accountId, inboundRequest(request, publicBaseUrl));
      if (summary === undefined) throw new HttpProblem("not-found", "No account with this id takes webhooks.");
      return reply.code(200).header("cache-control", "no-store").send();
    };
    scope.post("/v1/inbound/:accountId", take);
    // A HEAD would be taken in as well.
    scope.get("/v1/inbound/:accountId", { exposeHeadRoute: false }, take);
    done();
  });
}

type InboundFastifyRequest = FastifyRequest<{ Params: { accountId: string } }>;

function inboundRequest(request: FastifyRequest, publicBaseUrl: string | undefined): InboundRequest {
  return {
    method: request.method,
    url: (publicBaseUrl ?? `${request.protocol}://${request.host}`) + request.raw.url,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
    ),
    body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
  };
}
