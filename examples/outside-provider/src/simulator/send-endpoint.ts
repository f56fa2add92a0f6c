import type { Acceptance, FakeEndpoint, FakeHost, FakeRequest, Outcome } from "@todoke/simulator";
import { reportsOn } from "./reports.ts";
import type { FakeSettings } from "./settings.ts";

/** `POST /pigeon/v1/messages`, with the refusals that a test would want to see. */
export function createSendEndpoint(host: FakeHost, settings: FakeSettings): FakeEndpoint {
  const limiter = host.createRateLimiter(() => ({ requests: 20, perMs: 1_000 }));
  let messages = 0;
  return {
    name: "send",
    method: "POST",
    path: "/v1/messages",
    addressesOf: (request) => [readMessage(request).to],
    handle(request) {
      if (request.headers["authorization"] !== `Bearer ${settings.apiToken}`) return refuse(401, "token_unknown");
      if (!limiter.admit("send")) return refuse(429, "too_fast", { "retry-after": "1" });
      const { to, text, reportUrl } = readMessage(request);
      if (text === "") return refuse(400, "text_forbidden");
      const handset = host.personByPhone(to)?.handset;
      if (!/^\+\d{7,15}$/.test(to) || handset === "landline") return refuse(400, "number_unknown");
      if (handset === "opted-out") return refuse(403, "opted_out");
      messages += 1;
      const id = `pgn_${messages}`;
      const callbacks = reportUrl === "" ? [] : reportsOn(id, handset ?? "on", { host, settings, reportUrl });
      return accept(id, { to: [to], providerMessageIds: [id], callbacks, ...(reportUrl !== "" && { callbackUrl: reportUrl }) });
    },
  };
}

function accept(id: string, acceptance: Acceptance): Outcome {
  return { answer: { status: 202, body: JSON.stringify({ message: { id, state: "queued" } }) }, acceptance };
}

function refuse(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Outcome {
  return { answer: { status, headers, body: JSON.stringify({ error: { code, detail: `Refused: ${code}` } }) } };
}

/** Empty where there is no text of that name. */
function readMessage({ body }: FakeRequest) {
  const given = parse(body);
  const textOf = (name: string) => (typeof given[name] === "string" ? given[name] : "");
  return { to: textOf("to"), text: textOf("text"), reportUrl: textOf("report_url") };
}

function parse(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
