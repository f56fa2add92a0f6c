import { SignatureError, type InboundEvent, type InboundRequest, type Webhook } from "@todoke/core";
import { readJson, textAt } from "./json.ts";
import { isSame, signatureHeader, signatureOf } from "./signature.ts";
import { readingByStatus } from "./statuses.ts";

/** The vendor's reports on what became of a message. */
export function createWebhook(secret: string): Webhook {
  return {
    signatureHeaders: [signatureHeader],
    verify(request) {
      const given = request.headers[signatureHeader];
      if (given === undefined) throw new SignatureError(`The header ${signatureHeader} is missing.`);
      if (!isSame(given, signatureOf(request, secret))) {
        throw new SignatureError("The signature does not fit: check webhookSecret.");
      }
    },
    parse: (request) => readEvents(request),
  };
}

/** Types, statuses and fields that are not known are left out. Never throws, whatever the bytes are. */
function readEvents(request: InboundRequest): readonly InboundEvent[] {
  const report = readReport(request);
  const reading = report && readingByStatus.get(report.status);
  if (report === undefined || reading === undefined) return [];
  const { messageId, status, at } = report;
  const callbackToken = callbackTokenOf(request);
  return [
    {
      type: "evidence",
      // The same for every copy, so made of what the report says and never of when it came.
      eventId: `${messageId}:${status}`,
      correlation: { ...(callbackToken !== undefined && { callbackToken }), providerMessageId: messageId },
      providerMessageId: messageId,
      providerCode: status,
      ...reading,
      at: at ?? new Date(),
    },
  ];
}

/** A report in the vendor's words. */
interface Report {
  readonly messageId: string;
  readonly status: string;
  /** When the vendor says that it happened, where it does. */
  readonly at?: Date;
}

/** Undefined for whatever is no report on a message. */
function readReport({ body }: InboundRequest): Report | undefined {
  const report = readJson(Buffer.from(body).toString("utf8"));
  const messageId = textAt(report, "message_id");
  const status = textAt(report, "state");
  if (messageId === undefined || status === undefined) return undefined;
  const at = new Date(textAt(report, "at") ?? Number.NaN);
  return { messageId, status, ...(!Number.isNaN(at.getTime()) && { at }) };
}

/** The attempt's token in the callback address that the vendor was given. */
function callbackTokenOf({ url }: InboundRequest): string | undefined {
  const start = url.indexOf("?");
  return (start === -1 ? undefined : new URLSearchParams(url.slice(start)).get("attempt")) ?? undefined;
}
