import { Readable } from "node:stream";
import type { Engine, MessageView, RecipientLine } from "@todoke/engine";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { OpenAccount } from "../../accounts.ts";
import { AddRecipientsQueryDto, RecipientPartListQueryDto, RefusedLineListQueryDto, StartMessageDto } from "../dto/open-messages-dto.ts";
import { requestKey, sendKeyedAnswer } from "../idempotency-key.ts";
import { HttpProblem } from "../problem.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { csvRecipients } from "../uploads/csv-recipients.ts";
import { ndjsonRecipients } from "../uploads/ndjson-recipients.ts";
import { longestPauseMs, textOfBody } from "../uploads/text-of-body.ts";
import { found, messageId } from "./ids.ts";

const addQuery = queryGate(AddRecipientsQueryDto);
const partQuery = queryGate(RecipientPartListQueryDto);
const refusedQuery = queryGate(RefusedLineListQueryDto);
const startBody = bodyGate(StartMessageDto);

interface ById {
  readonly Params: { readonly id: string };
}

/** Adds recipients to open messages, and starts them. */
export function openMessageRoutes(server: FastifyInstance, { openMessages }: Engine, accounts: readonly OpenAccount[]): void {
  addingRoute(server, openMessages, addressKindsOf(accounts));

  server.get<ById>("/v1/messages/:id/recipients", async ({ params, query }) =>
    found(await openMessages.parts(messageId(params.id), partQuery(query)), "message"));

  server.get<ById>("/v1/messages/:id/recipients/refused", async ({ params, query }) =>
    found(await openMessages.refusedLines(messageId(params.id), refusedQuery(query)), "message"));

  server.post<ById>("/v1/messages/:id/start", async (request, reply) => {
    const id = messageId(request.params.id);
    const { sendAt } = startBody(request.body ?? {});
    const start = sendAt === undefined ? {} : { sendAt };
    const key = requestKey(request, { ...start, id });
    if (key === undefined) return found<MessageView>(await openMessages.start(id, start), "message");
    return sendKeyedAnswer(reply, found(await openMessages.startOnce(id, start, key), "message"));
  });
}

/** How each type of body is read. */
const readers: Readonly<Record<string, (text: AsyncIterable<string>, addressKinds: readonly string[]) => AsyncIterable<RecipientLine>>> = {
  "application/x-ndjson": ndjsonRecipients,
  "application/ndjson": ndjsonRecipients,
  "application/jsonl": ndjsonRecipients,
  "text/csv": csvRecipients,
};

function addingRoute(server: FastifyInstance, openMessages: Engine["openMessages"], addressKinds: readonly string[]): void {
  server.register((scope, _options, ready) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, parsed) => parsed(null, payload));

    scope.post<ById>("/v1/messages/:id/recipients", { config: { takesAnyTime: true } }, async (request) => {
      try {
        const options = addQuery(request.query);
        const lines = readerOf(request)(textOfBody(bodyOf(request)), addressKinds);
        return found(await openMessages.addRecipients(messageId(request.params.id), lines, options), "message");
      } catch (error) {
        letGo(request);
        throw error;
      }
    });
    ready();
  });
}

function readerOf({ headers }: FastifyRequest) {
  const [type = ""] = (headers["content-type"] ?? "").split(";");
  const reader = Object.hasOwn(readers, type.trim().toLowerCase()) ? readers[type.trim().toLowerCase()] : undefined;
  if (reader === undefined) throw new HttpProblem("unsupported-media-type", "This endpoint takes application/x-ndjson and text/csv.");
  return reader;
}

function bodyOf({ body }: FastifyRequest): Readable {
  if (body instanceof Readable) return body;
  throw new HttpProblem("malformed-request", "The body is missing.");
}

/** Lets whoever still sends come to an end, for they may read the answer only then. */
function letGo({ raw }: FastifyRequest): void {
  raw.setTimeout(longestPauseMs, () => raw.destroy());
  raw.resume();
}

function addressKindsOf(accounts: readonly OpenAccount[]): readonly string[] {
  return [...new Set(accounts.flatMap(({ adapters }) => adapters.map(({ address }) => address.kind)))];
}
