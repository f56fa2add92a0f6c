import { Readable } from "node:stream";
import { request } from "undici";
import { withOrchestratorKey } from "../contestants/orchestrator-key.ts";
import { identicalText, personAt } from "../people.ts";

/** The parts of answers that are read here. */
export interface OpenedMessage {
  readonly id: string;
  readonly status: string;
  readonly counts: MessageCounts;
}

export interface MessageCounts extends Readonly<Record<"recipients" | "scheduled" | "held" | "pending" | "sending" | "waiting" | "final", number>> {
  readonly outcomes: readonly { readonly outcome: string; readonly count: number }[];
}

/** Makes an open message of identical content that goes to LINE alone. */
export function openMessage(url: string, signal: AbortSignal): Promise<OpenedMessage> {
  const message = { open: true, text: identicalText, plan: { steps: [{ channel: "line" }] } };
  return call(`${url}/v1/messages`, { method: "POST", body: JSON.stringify(message), type: "application/json", signal });
}

/** Streams so many people into it, in one request, as fast as it takes them. */
export async function addPeople(url: string, id: string, people: number, signal: AbortSignal): Promise<void> {
  const body = Readable.from(linesOf(people));
  const part = await call<{ taken: number; refused: number }>(`${url}/v1/messages/${id}/recipients`, {
    method: "POST", body, type: "application/x-ndjson", signal,
  });
  if (part.taken !== people || part.refused !== 0) throw new Error(`of ${people} people ${part.taken} were taken and ${part.refused} refused`);
}

export function startMessage(url: string, id: string, signal: AbortSignal): Promise<OpenedMessage> {
  return call(`${url}/v1/messages/${id}/start`, { method: "POST", body: "{}", type: "application/json", signal });
}

export function readMessage(url: string, id: string, signal: AbortSignal): Promise<OpenedMessage> {
  return call(`${url}/v1/messages/${id}`, { method: "GET", signal });
}

const linesInPiece = 500;

function* linesOf(people: number): Generator<string> {
  for (let from = 0; from < people; from += linesInPiece) {
    const count = Math.min(linesInPiece, people - from);
    yield Array.from({ length: count }, (_, offset) => lineOf(from + offset)).join("");
  }
}

function lineOf(index: number): string {
  const { lineUserId, name } = personAt(index);
  return `${JSON.stringify({ reference: `c-${index}`, addresses: { line: lineUserId }, variables: { name } })}\n`;
}

interface Call {
  readonly method: "GET" | "POST";
  readonly body?: string | Readable;
  readonly type?: string;
  readonly signal: AbortSignal;
}

async function call<Answer>(url: string, { method, body, type, signal }: Call): Promise<Answer> {
  const headers = { ...withOrchestratorKey, ...(type !== undefined && { "content-type": type }) };
  // An upload is answered when it is over.
  const answer = await request(url, { method, ...(body !== undefined && { body }), headers, signal, headersTimeout: 0, bodyTimeout: 0 });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${method} ${url} was answered ${answer.statusCode}: ${text}`);
  return JSON.parse(text) as Answer;
}
