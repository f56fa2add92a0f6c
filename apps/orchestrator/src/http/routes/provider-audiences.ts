import { Readable } from "node:stream";
import { ProviderError, type ProviderAudienceIds } from "@todoke/core";
import type { FastifyInstance } from "fastify";
import { audiencesOf, callOptions } from "../account-audiences.ts";
import { requestIdOf } from "../audience-source.ts";
import {
  AudienceFromClicksDto,
  AudienceFromImpressionsDto,
  NewProviderAudienceDto,
  ProviderAudienceIdsDto,
  ProviderAudienceListQueryDto,
  ProviderAudienceNameDto,
  ProviderAudienceNoteQueryDto,
} from "../dto/provider-audiences-dto.ts";
import { accountsOf, engineOf } from "../project-of.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { idLines } from "../uploads/id-lines.ts";
import { linesOf } from "../uploads/lines-of.ts";
import { textOfBody } from "../uploads/text-of-body.ts";
import { found, notFound } from "./ids.ts";

const newAudience = bodyGate(NewProviderAudienceDto);
const moreIds = bodyGate(ProviderAudienceIdsDto);
const fromClicks = bodyGate(AudienceFromClicksDto);
const fromImpressions = bodyGate(AudienceFromImpressionsDto);
const newName = bodyGate(ProviderAudienceNameDto);
const listQuery = queryGate(ProviderAudienceListQueryDto);
const noteQuery = queryGate(ProviderAudienceNoteQueryDto);

const base = "/v1/accounts/:accountId/provider-audiences";

interface OfAccount {
  readonly Params: { readonly accountId: string };
}

interface ById {
  readonly Params: { readonly accountId: string; readonly id: string };
}

/** Manages the groups of people that providers keep. */
export function providerAudienceRoutes(server: FastifyInstance): void {
  makingRoutes(server);
  addingRoute(server);
  managingRoutes(server);
}

function makingRoutes(server: FastifyInstance): void {
  server.post<OfAccount>(base, async (request, reply) => {
    const audiences = audiencesOf(accountsOf(request), request.params.accountId);
    return reply.code(202).send(await audiences.create(newAudience(request.body), callOptions));
  });

  server.post<OfAccount>(`${base}/from-clicks`, async (request, reply) => {
    const { accountId } = request.params;
    const audiences = audiencesOf(accountsOf(request), accountId);
    const { name, clickUrl, ...source } = fromClicks(request.body);
    const from = { name, ...(clickUrl !== undefined && { clickUrl }), requestId: await requestIdOf(engineOf(request), accountId, source) };
    return reply.code(202).send(await audiences.createFromClicks(from, callOptions));
  });

  server.post<OfAccount>(`${base}/from-impressions`, async (request, reply) => {
    const { accountId } = request.params;
    const audiences = audiencesOf(accountsOf(request), accountId);
    const { name, ...source } = fromImpressions(request.body);
    const from = { name, requestId: await requestIdOf(engineOf(request), accountId, source) };
    return reply.code(202).send(await audiences.createFromImpressions(from, callOptions));
  });
}

/** Takes ids as JSON, or as text with one on a line that is read as it comes in. */
function addingRoute(server: FastifyInstance): void {
  server.register((scope, _options, ready) => {
    scope.addContentTypeParser("text/plain", (_request, payload, parsed) => parsed(null, payload));

    scope.post<ById>(`${base}/:id/ids`, { config: { takesAnyTime: true } }, async (request, reply) => {
      const { accountId, id } = request.params;
      const audiences = audiencesOf(accountsOf(request), accountId);
      const ids = request.body instanceof Readable ? withNote(request.query, linesOf(textOfBody(request.body), idLines)) : moreIds(request.body);
      await knownToProvider(audiences.add(id, ids, callOptions));
      return reply.code(202).send();
    });
    ready();
  });
}

function withNote(query: unknown, ids: AsyncIterable<string>): ProviderAudienceIds {
  const { note } = noteQuery(query);
  return { ids, ...(note !== undefined && { note }) };
}

function managingRoutes(server: FastifyInstance): void {
  server.get<OfAccount>(base, async (request) => {
    const { cursor = "1", ...filter } = listQuery(request.query);
    const page = Number(cursor);
    const { items, hasMore } = await audiencesOf(accountsOf(request), request.params.accountId).list({ page, ...filter }, callOptions);
    return { items, ...(hasMore && { nextCursor: String(page + 1) }) };
  });

  server.get<ById>(`${base}/:id`, async (request) => {
    const { accountId, id } = request.params;
    return found(await audiencesOf(accountsOf(request), accountId).get(id, callOptions), "audience");
  });

  server.patch<ById>(`${base}/:id`, async (request, reply) => {
    const { accountId, id } = request.params;
    await knownToProvider(audiencesOf(accountsOf(request), accountId).rename(id, newName(request.body).name, callOptions));
    return reply.code(204).send();
  });

  server.delete<ById>(`${base}/:id`, async (request, reply) => {
    const { accountId, id } = request.params;
    await knownToProvider(audiencesOf(accountsOf(request), accountId).delete(id, callOptions));
    return reply.code(204).send();
  });
}

/** The contract's word for an id that the provider does not know. */
async function knownToProvider(call: Promise<void>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (ProviderError.is(error) && error.providerCode === "audience-not-found") notFound("audience");
    throw error;
  }
}
