import { randomUUID } from "node:crypto";
import type { FakeEndpoint, FakeRequest, Outcome } from "@todoke/simulator";
import type { Account } from "./account.ts";
import { authorityOf } from "./credentials.ts";
import { refuse } from "./problems.ts";
import { statusCallbacks, type Message } from "./status-callbacks.ts";

type Body = Readonly<Record<string, unknown>>;

/** "Messages API", Send a message: `POST /v1/messages`. */
export function createMessage(account: Account): FakeEndpoint {
  return {
    name: "messages",
    method: "POST",
    path: "/v1/messages",
    addressesOf: (request) => [`+${String(readBody(request)["to"])}`],
    handle: (request) => handle(account, request),
  };
}

function handle(account: Account, request: FakeRequest): Outcome {
  const { settings, limiter, host, senders } = account;
  const authority = authorityOf(request.headers["authorization"], settings);
  if (authority === undefined) return refuse(401, "unauthorized");
  if (!limiter.admit("messages")) return refuse(429, "throttled");
  const body = readBody(request);
  const [, code] = rules.find(([isGood]) => !isGood(body)) ?? [];
  if (code !== undefined) return refuse(422, code);

  const message: Message = {
    id: randomUUID(),
    to: String(body["to"]),
    from: String(body["from"]),
    text: String(body["text"]),
    createdAt: host.now(),
    ...(typeof body["client_ref"] === "string" && { clientRef: body["client_ref"] }),
  };
  senders.set(message.to, message.from);
  const callbackUrl = typeof body["webhook_url"] === "string" ? body["webhook_url"] : settings.statusUrl;
  // "Authentication": calls that an API key signs have no webhooks.
  const isReported = callbackUrl !== undefined && authority === "application";
  return {
    answer: { status: 202, body: JSON.stringify({ message_uuid: message.id }) },
    acceptance: {
      to: [`+${message.to}`],
      providerMessageIds: [message.id],
      ...(callbackUrl !== undefined && { callbackUrl }),
      callbacks: isReported ? statusCallbacks(account, message, callbackUrl) : [],
    },
  };
}

/** What a good body is, in the order in which it is looked at, and the code with which any other is refused. */
const rules: readonly (readonly [isGood: (body: Body) => boolean, code: string])[] = [
  [({ channel, message_type: type }) => channel === "sms" && type === "text", "1020"],
  [({ to }) => typeof to === "string" && /^[1-9]\d{6,14}$/.test(to), "1430"],
  [({ from }) => typeof from === "string" && /^[^+].{0,14}$/.test(from), "1420"],
  [({ text }) => typeof text === "string" && text !== "" && text.length <= 1_000, "1020"],
  [({ ttl = 20 }) => typeof ttl === "number" && Number.isInteger(ttl) && ttl >= 20 && ttl <= 604_800, "1130"],
  [({ client_ref: reference = "" }) => typeof reference === "string" && reference.length <= 100, "1020"],
  [({ webhook_url: url = "https://example.com" }) => typeof url === "string" && URL.canParse(url), "1020"],
  [({ webhook_version: version = "v1" }) => version === "v1" || version === "v0.1", "1020"],
];

function readBody({ body }: FakeRequest): Body {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
