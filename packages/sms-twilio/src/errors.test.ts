import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { ProviderError, type SendRequest } from "@todoke/core";
import { startSimulator, type AnswerFault, type Simulator } from "@todoke/simulator";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createTwilioSms, type TwilioSms } from "./create-twilio-sms.ts";
import { toProviderError } from "./errors.ts";

const accountSid = `AC${"0".repeat(32)}`;
const secret = "token-that-must-not-leak";
const text = "words that must not leak";
const to = "+819012345678";

const request: SendRequest = {
  attemptId: "0199d6a0-0000-7000-8000-000000000001",
  to,
  payload: { body: text },
  endpoint: "sms-create",
  purpose: "notice",
};

let simulator: Simulator;
let sms: TwilioSms;

// The package is loaded by the first call of a process, and takes longer than the shortest time-out here.
beforeAll(() => import("twilio"));

beforeEach(async () => {
  simulator = await startSimulator({ twilio: { accountSid, authToken: secret } });
  sms = connect(simulator.url);
});

afterEach(async () => {
  await sms.close();
  await simulator.close();
});

function connect(apiBaseUrl: string, authToken = secret): TwilioSms {
  return createTwilioSms({ accountSid, authToken, from: "+15005550006", apiBaseUrl });
}

async function failure(sending: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!ProviderError.is(error)) throw new Error("expected a ProviderError");
  expectNothingToLeak(error);
  return error;
}

/** Everything that a logger could reach, hidden properties and causes included. */
function expectNothingToLeak(error: Error): void {
  const everything = inspect(error, { depth: Infinity, showHidden: true, getters: true }) + JSON.stringify(error);
  const authorization = Buffer.from(`${accountSid}:${secret}`).toString("base64");
  for (const forbidden of [secret, authorization, text, encodeURIComponent(text), to, to.slice(1)]) {
    expect(everything).not.toContain(forbidden);
  }
  expect(error.cause).toBeUndefined();
}

function sendUnder(fault: AnswerFault, timeoutMs = 5_000): Promise<ProviderError> {
  simulator.addFault({ endpoint: "sms-create", fault });
  return failure(sms.adapter.send(request, { timeoutMs }));
}

describe("a call without a usable answer", () => {
  it.each([true, false])("is ambiguous after a time-out (accepted: %s)", async (accepted) => {
    const error = await sendUnder({ kind: "timeout", accepted }, 200);
    expect(error).toMatchObject({ class: "ambiguous", providerCode: "timeout" });
    expect(simulator.ledger()).toHaveLength(accepted ? 1 : 0);
  });

  it.each([true, false])("is ambiguous after a reset (accepted: %s)", async (accepted) => {
    const error = await sendUnder({ kind: "reset", accepted });
    expect(error).toMatchObject({ class: "ambiguous", providerCode: "ECONNRESET" });
  });

  it("is ambiguous when a success cannot be read", async () => {
    const error = await sendUnder({ kind: "garbage", accepted: true });
    expect(error).toMatchObject({ class: "ambiguous", providerCode: "unreadable-answer" });
  });

  it.each(["{}", "[]", "null", '"text"', ""])("is ambiguous when a success holds %j", async (body) => {
    const error = await sendUnder({ kind: "status", status: 201, body, accepted: true });
    expect(error.class).toBe("ambiguous");
  });

  it("is ambiguous when the caller aborts after it left", async () => {
    simulator.addFault({ endpoint: "sms-create", fault: { kind: "timeout", accepted: true } });
    const abort = new AbortController();
    const sending = failure(sms.adapter.send(request, { timeoutMs: 20_000, signal: abort.signal }));
    await vi.waitFor(() => expect(simulator.ledger()).toHaveLength(1));
    abort.abort();
    expect(await sending).toMatchObject({ class: "ambiguous", providerCode: "aborted" });
  });

  it("is ambiguous when a success breaks off in its body", async () => {
    const server = createServer((_, response) => {
      response.writeHead(201, { "content-type": "application/json", "content-length": "100" });
      response.write('{"sid":', () => response.destroy());
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const broken = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const error = await failure(broken.adapter.send(request, { timeoutMs: 5_000 }));
    expect(error.class).toBe("ambiguous");
    await broken.close();
    server.close();
  });
});

describe("a call that never left", () => {
  it("is unavailable when the caller had aborted before", async () => {
    const error = await failure(sms.adapter.send(request, { timeoutMs: 5_000, signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ class: "unavailable", providerCode: "aborted" });
    expect(simulator.statistics().endpoints["sms-create"].requests).toBe(0);
  });

  it("is unavailable when nobody listens", async () => {
    const unreachable = connect("http://127.0.0.1:1");
    const error = await failure(unreachable.adapter.send(request, { timeoutMs: 5_000 }));
    expect(error).toMatchObject({ class: "unavailable", providerCode: "ECONNREFUSED" });
    await unreachable.close();
  });
});

describe("a broken connection", () => {
  const scope = {
    timeoutMs: 1_000,
    signal: new AbortController().signal,
    left: true,
    requestId: undefined,
    retryAfterMs: undefined,
  };

  it.each([
    ["ETIMEDOUT", { syscall: "connect" }, "unavailable"],
    ["ETIMEDOUT", new AggregateError([], "no address answered"), "unavailable"],
    ["ETIMEDOUT", { syscall: "read" }, "ambiguous"],
    ["EPIPE", { syscall: "write" }, "ambiguous"],
    ["ENOTFOUND", { syscall: "getaddrinfo" }, "unavailable"],
    ["CERT_HAS_EXPIRED", undefined, "unavailable"],
    ["EWHATEVER", undefined, "ambiguous"],
  ])("with %s from %s is %s", (code, cause, expected) => {
    const thrown = Object.assign(new Error(text, { cause }), { code });
    const error = toProviderError(thrown, "send", scope);
    expect(error).toMatchObject({ class: expected, providerCode: code });
    expectNothingToLeak(error);
  });
});

describe("an answer that is no success", () => {
  it("is throttled for 429, with the time that Twilio asks for", async () => {
    const error = await sendUnder({ kind: "status", status: 429, headers: { "retry-after": "3" } });
    expect(error).toMatchObject({ class: "throttled", retryAfterMs: 3_000 });
  });

  it("is throttled for 429 without a time", async () => {
    const error = await sendUnder({ kind: "status", status: 429 });
    expect(error).toMatchObject({ class: "throttled", retryAfterMs: undefined });
  });

  it.each([500, 502, 503, 504, 408])("is ambiguous for %i, behind which a message may stand", async (status) => {
    const error = await sendUnder({ kind: "status", status, body: "<html>gateway</html>", accepted: true });
    expect(error).toMatchObject({ class: "ambiguous", providerCode: `http-${status}` });
  });

  it.each([301, 403, 404, 418])("is a matter for the sender for a bare %i", async (status) => {
    const error = await sendUnder({ kind: "status", status, body: "<html></html>" });
    expect(error).toMatchObject({ class: "sender", providerCode: `http-${status}` });
  });

  it("is a matter for the sender for wrong credentials", async () => {
    const stranger = connect(simulator.url, "wrong");
    const error = await failure(stranger.adapter.send(request, { timeoutMs: 5_000 }));
    expect(error).toMatchObject({ class: "sender", providerCode: "20003" });
    await stranger.close();
  });

  it("keeps Twilio's wording, which may hold the number, out of the error", async () => {
    const body = { code: 21211, message: `The number ${to} is bad: ${text}`, more_info: to, status: 400 };
    const error = await sendUnder({ kind: "status", status: 400, body });
    expect(error).toMatchObject({ class: "recipient", providerCode: "21211" });
  });

  it("reads problem documents as well", async () => {
    const body = { type: "about:blank", title: text, status: 400, code: 21610, detail: to };
    const error = await sendUnder({ kind: "status", status: 400, body });
    expect(error).toMatchObject({ class: "policy", providerCode: "21610" });
  });
});
