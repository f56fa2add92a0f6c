import { createHmac, timingSafeEqual } from "node:crypto";
import {
  SignatureError,
  type ErrorClass,
  type InboundEvent,
  type InboundRequest,
  type JsonObject,
  type JsonValue,
  type ProviderEvidence,
  type Webhook,
} from "@todoke/core";

/** Reports signed in `pigeon-signature`: the hexadecimal HMAC-SHA256 of the body. */
export function createPigeonWebhook(secret: string): Webhook {
  return {
    verify: ({ headers, body }) => {
      const given = Buffer.from(headers["pigeon-signature"] ?? "");
      const expected = Buffer.from(signPigeon(secret, body));
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
        throw new SignatureError("The signature does not fit: check the secret");
      }
    },
    parse: ({ body }) => readReport(parseObject(Buffer.from(body).toString("utf8"))),
  };
}

function signPigeon(secret: string, body: Uint8Array): string {
  return createHmac("sha256", secret).update(body).digest("hex");
}

export function pigeonReport(
  secret: string,
  report: JsonValue,
  headers: InboundRequest["headers"] = {},
): InboundRequest {
  const body = Buffer.from(JSON.stringify(report));
  return {
    method: "POST",
    url: "https://hooks.example.com/v1/inbound/pigeon",
    headers: { ...headers, "pigeon-signature": signPigeon(secret, body) },
    body,
  };
}

const evidenceOf: Readonly<Record<string, ProviderEvidence>> = { flying: "sent", landed: "delivered", lost: "failed" };

export function readLetterStatus(
  status: JsonValue | undefined,
  reason: JsonValue | undefined,
): { readonly evidence: ProviderEvidence; readonly errorClass?: ErrorClass } | undefined {
  const evidence = typeof status === "string" && Object.hasOwn(evidenceOf, status) ? evidenceOf[status] : undefined;
  if (evidence === undefined) return undefined;
  if (evidence !== "failed") return { evidence };
  return { evidence, errorClass: reason === "storm" ? "unreachable" : "recipient" };
}

function readReport(report: JsonObject): readonly InboundEvent[] {
  const { kind, event: eventId, letter, key, status, reason, loft, words, at: time } = report;
  if (typeof eventId !== "string") return [];
  const at = typeof time === "string" && !Number.isNaN(Date.parse(time)) ? new Date(time) : new Date();
  const reading = readLetterStatus(status, reason);
  if (
    kind === "letter" &&
    reading &&
    typeof status === "string" &&
    typeof key === "string" &&
    typeof letter === "string"
  ) {
    const correlation = { attemptId: key, providerMessageId: letter };
    return [{ type: "evidence", eventId, correlation, providerCode: status, ...reading, at }];
  }
  if (typeof loft !== "string") return [];
  const about = { eventId, addressKind: "loft", address: loft, at };
  if (kind === "moved") return [{ type: "reachability", ...about, reachability: "unreachable", providerCode: kind }];
  if (kind !== "answer" || typeof words !== "string") return [];
  const { token, ...told } = report;
  return [{ type: "inbound", ...about, providerCode: kind, payload: told, ...(typeof token === "string" && { replyToken: token }) }];
}

function parseObject(text: string): JsonObject {
  try {
    const value: JsonValue = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
  } catch {
    return {};
  }
}
