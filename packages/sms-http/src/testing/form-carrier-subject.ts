import type { AdapterSubject, ScriptedResponse, WebhookSample } from "@todoke/adapter-kit";
import type { ErrorClass, EvidenceEvent, InboundRequest } from "@todoke/core";
import { createHttpSms } from "../create-http-sms.ts";
import { exampleCarrier, secrets } from "./example-carriers.ts";
import { expectedEventId } from "./expected-event-id.ts";
import { textChannel } from "./text-channel.ts";

const to = "+886912345678";
const id = "#000000013";
const callbackToken = "an-unguessable-token";
const callbackUrl = `https://hooks.example.com/v1/inbound/formosa?attempt=${callbackToken}`;
const content = { type: "text", text: "Table & chairs + 席=50% ready\n第二行" } as const;

/** A carrier that takes a form, answers in lines of text, and calls back with a query and no signature at all. */
export const formCarrierSubject: AdapterSubject = {
  ...textChannel,
  createAdapter({ baseUrl }) {
    const sms = createHttpSms(exampleCarrier("form-carrier", baseUrl));
    return { adapter: sms.adapter, close: () => sms.close() };
  },
  secrets: [secrets.FORMOSA_USERNAME, secrets.FORMOSA_PASSWORD],
  sends: [
    {
      title: "an SMS",
      to,
      content,
      callbackUrl,
      validityPeriodMs: 150_000,
      request: (attempt) => ({
        method: "POST",
        path: "/api/SmSend?charset=UTF8",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: {
          form: {
            username: secrets.FORMOSA_USERNAME,
            password: secrets.FORMOSA_PASSWORD,
            dstaddr: "0912345678",
            smbody: content.text,
            vldminutes: "2",
            ...(attempt.callbackUrl !== undefined && { response: attempt.callbackUrl }),
          },
        },
      }),
      accepted: lines(`msgid=${id}`, "statuscode=1", "AccountPoint=126"),
      receipt: { providerMessageIds: [id] },
    },
  ],
  refusals: [
    { title: "a success without an id", answer: lines("statuscode=1"), class: "ambiguous", providerCode: "no-message-id" },
    { title: "a success without a code", answer: lines(`msgid=${id}`), class: "ambiguous", providerCode: "no-code" },
    ...refusalsByClass({ unavailable: "*", sender: "k", quota: "p", throttled: "r", recipient: "v" }),
  ],
  unknownRefusal: lines("statuscode=zz"),
  quoting: (words) => lines(`statuscode=${words}`),
  webhook: {
    signatureHeader: "none",
    reports: [
      report("1", "sent"),
      report("4", "delivered"),
      report("5", "failed", "content"),
      report("6", "failed", "recipient"),
      report("7", "failed", "sender"),
      report("8", "failed", "unreachable"),
    ],
    unknown: [posted({ msgid: id, statuscode: "99" }), posted({ hello: "world" })],
    reportOn: (attempt) => posted({ msgid: id, statuscode: "4" }, attempt.callbackUrl),
  },
};

function lines(...words: readonly string[]): ScriptedResponse {
  return { status: 200, body: ["[1]", ...words, ""].join("\r\n") };
}

function refusalsByClass(codes: Partial<Readonly<Record<ErrorClass, string>>>) {
  return (Object.keys(codes) as ErrorClass[]).map((errorClass) => ({
    title: `code ${codes[errorClass]}`,
    answer: lines(`statuscode=${codes[errorClass]}`),
    class: errorClass,
    providerCode: codes[errorClass]!,
  }));
}

function posted(fields: Readonly<Record<string, string>>, url = callbackUrl): InboundRequest {
  return { method: "GET", url: `${url}&${new URLSearchParams(fields).toString()}`, headers: {}, body: new Uint8Array() };
}

function report(code: string, evidence: EvidenceEvent["evidence"], errorClass?: ErrorClass): WebhookSample {
  const fields = { msgid: id, statuscode: code, donetime: "20260601080005" };
  return {
    title: `status ${code}`,
    request: posted(fields),
    copies: [posted({ again: "1", ...fields })],
    events: [
      {
        type: "evidence",
        eventId: expectedEventId([callbackToken, null, code, null, "20260601080005"]),
        correlation: { callbackToken },
        evidence,
        providerCode: code,
        ...(errorClass && { errorClass }),
        at: new Date("2026-06-01T00:00:05Z"),
      },
    ],
  };
}
