import type { Recipient } from "@todoke/core";
import type { MessageView } from "@todoke/engine";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AddRecipientsQueryDto, RecipientPartListQueryDto, RefusedLineListQueryDto, StartMessageDto } from "../dto/open-messages-dto.ts";
import { requestKey, sendKeyedAnswer } from "../idempotency-key.ts";
import { accountsOf, engineOf } from "../project-of.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { addressKindsOf } from "../uploads/address-kinds.ts";
import { readRecipientHeader } from "../uploads/recipient-columns.ts";
import { readRecipient } from "../uploads/recipient-line.ts";
import { type LineForm, linesRoute } from "../uploads/take-lines.ts";
import { found, messageId } from "./ids.ts";

const addQuery = queryGate(AddRecipientsQueryDto);
const partQuery = queryGate(RecipientPartListQueryDto);
const refusedQuery = queryGate(RefusedLineListQueryDto);
const startBody = bodyGate(StartMessageDto);

interface ById {
  readonly Params: { readonly id: string };
}

/** Adds recipients to open messages, and starts them. */
export function openMessageRoutes(server: FastifyInstance): void {
  addingRoute(server);

  server.get<ById>("/v1/messages/:id/recipients", async (request) =>
    found(await engineOf(request).openMessages.parts(messageId(request.params.id), partQuery(request.query)), "message"));

  server.get<ById>("/v1/messages/:id/recipients/refused", async (request) =>
    found(await engineOf(request).openMessages.refusedLines(messageId(request.params.id), refusedQuery(request.query)), "message"));

  server.post<ById>("/v1/messages/:id/start", async (request, reply) => {
    const { openMessages } = engineOf(request);
    const id = messageId(request.params.id);
    const { sendAt } = startBody(request.body ?? {});
    const start = sendAt === undefined ? {} : { sendAt };
    const key = requestKey(request, { ...start, id });
    if (key === undefined) return found<MessageView>(await openMessages.start(id, start), "message");
    return sendKeyedAnswer(reply, found(await openMessages.startOnce(id, start, key), "message"));
  });
}

function addingRoute(server: FastifyInstance): void {
  const form = (request: FastifyRequest): LineForm<Recipient> => ({
    readValue: readRecipient,
    readHeader: (header) => readRecipientHeader(header, addressKindsOf(accountsOf(request))),
  });
  linesRoute(server, "/v1/messages/:id/recipients", form, async (request, lines) => {
    const { id } = request.params as ById["Params"];
    return found(await engineOf(request).openMessages.addRecipients(messageId(id), lines, addQuery(request.query)), "message");
  });
}
