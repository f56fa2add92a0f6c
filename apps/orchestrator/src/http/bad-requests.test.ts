import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";

const lineUserId = `U${"1".repeat(32)}`;
const to = [{ addresses: { line: lineUserId, phone: "+819012345678" } }];

let service: RunningService;

beforeAll(async () => {
  service = await startService({ environment: { LINE_NOTIFICATION: "true" } });
});

afterAll(() => service.close());

function onLine(plan: object) {
  return { to, text: "hello", plan };
}

const malformed: readonly (readonly [string, unknown, string])[] = [
  ["an unknown field", { to, text: "hello", colour: "red" }, "/colour"],
  ["a missing address", { to: [{ reference: "c-17" }], text: "hello" }, "/to/0/addresses"],
  ["no address among the addresses", { to: [{ addresses: {} }], text: "hello" }, "/to/0/addresses"],
  ["empty text", { to, text: "" }, "/text"],
  ["NUL in the text", { to, text: "a\0b" }, "/text"],
  ["half a surrogate pair in a reference", { to, text: "hello", reference: "\ud83d" }, "/reference"],
  ["a body that is not JSON", "{ to: everybody }", ""],
  ["an empty body", "", ""],
  ["a body with __proto__", '{"__proto__": {"admin": true}}', ""],
  ["a sendAt in words", { to, text: "hello", sendAt: "tomorrow" }, "/sendAt"],
  ["a sendAt without its offset", { to, text: "hello", sendAt: "2026-12-01T09:00:00" }, "/sendAt"],
  ["a sendAt that is a number", { to, text: "hello", sendAt: 1_796_000_000 }, "/sendAt"],
  ["an expiresAt that is a date", { to, text: "hello", expiresAt: "2026-12-01" }, "/expiresAt"],
  ["an expiresAt that is null", { to, text: "hello", expiresAt: null }, "/expiresAt"],
  ["a body nested a hundred thousand levels deep", `{"to":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, `/to${"/0".repeat(63)}`],
];

const daysAhead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

const impossible: readonly (readonly [string, unknown, string])[] = [
  ["a malformed LINE id", { to: [{ addresses: { line: "not-a-line-id" } }], text: "hello" }, "/to/0/addresses/line"],
  ["a phone number that is none", { to: [{ addresses: { phone: "call me" } }], text: "hello" }, "/to/0/addresses/phone"],
  ["5,001 characters", { to: [{ addresses: { line: lineUserId } }], text: "あ".repeat(5001), plan: { steps: [{ channel: "line" }] } }, "/text"],
  [
    "six message objects",
    {
      to,
      content: { type: "native", channel: "line", payload: { messages: Array.from({ length: 6 }, () => ({ type: "text", text: "a" })) } },
      plan: { steps: [{ channel: "line" }] },
    },
    "/content/payload/messages/5",
  ],
  ["a channel that nobody has configured", onLine({ steps: [{ channel: "pigeon" }] }), "/plan/steps/0/channel"],
  ["an account that does not exist", onLine({ steps: [{ channel: "line", account: "other" }] }), "/plan/steps/0/account"],
  ["evidence that LINE never gives", onLine({ steps: [{ channel: "line", succeedOn: "read" }] }), "/plan/steps/0/succeedOn"],
  [
    "marketing as a LINE notification",
    {
      to,
      purpose: "marketing",
      content: { type: "notification", templateKey: "shipment_completed_ja" },
      plan: { steps: [{ channel: "line-notification" }] },
    },
    "/plan/steps/0/channel",
  ],
  ["a sendAt on the 30th of February", { to, text: "hello", sendAt: "2027-02-30T09:00:00Z" }, "/sendAt"],
  ["a sendAt 181 days ahead", { to, text: "hello", sendAt: daysAhead(181) }, "/sendAt"],
  ["an expiresAt that has passed", { to, text: "hello", expiresAt: daysAhead(-1) }, "/expiresAt"],
  ["an expiresAt before the sendAt", { to, text: "hello", sendAt: daysAhead(2), expiresAt: daysAhead(1) }, "/expiresAt"],
  [
    "a validity that outlasts expiresAt",
    { to, text: "hello", sendAt: daysAhead(1), expiresAt: daysAhead(1.5), validityPeriod: "PT24H" },
    "/validityPeriod",
  ],
  ["a message that is valid for three days", { to, text: "hello", validityPeriod: "P3D" }, "/validityPeriod"],
];

function problem(status: number, code: string, pointer?: string) {
  return {
    status,
    body: expect.objectContaining({
      status,
      code,
      type: `/docs#${code}`,
      ...(pointer !== undefined && {
        errors: expect.arrayContaining([{ pointer, code: expect.any(String), detail: expect.stringMatching(/\w/) }]),
      }),
    }) as unknown,
  };
}

describe.each(["/v1/messages", "/v1/plans"])("POST %s", (path) => {
  it.each(malformed)("refuses %s and points at it", async (_name, body, pointer) => {
    expect(await post(service.url, path, body)).toMatchObject(problem(400, "malformed-request", pointer));
  });

  it.each(impossible)("refuses %s and points at it", async (_name, body, pointer) => {
    expect(await post(service.url, path, body)).toMatchObject(problem(422, "invalid-request", pointer));
  });

  it("refuses twenty megabytes", async () => {
    const body = JSON.stringify({ to, text: "a".repeat(20_000_000) });
    expect(await post(service.url, path, body)).toMatchObject(problem(413, "body-too-large"));
  });

  it("refuses a body of another type", async () => {
    const answer = await post(service.url, path, "to=everybody", { "content-type": "application/x-www-form-urlencoded" });
    expect(answer).toMatchObject(problem(415, "unsupported-media-type"));
  });
});

describe("POST /v1/messages/batch", () => {
  const inBatch = (pointer: string | undefined) => pointer && `/messages/0${pointer}`;
  const parsable = malformed.filter(([, body]) => typeof body !== "string");

  it.each(parsable)("answers %s by itself and points at it", async (_name, body, pointer) => {
    const answer = await post(service.url, "/v1/messages/batch", { messages: [body] });
    const { status, body: problemBody } = problem(400, "malformed-request", inBatch(pointer));
    expect(answer).toMatchObject({ status: 200, body: { results: [{ status, problem: problemBody }] } });
  });

  it.each(impossible)("answers %s by itself and points at it", async (_name, body, pointer) => {
    const answer = await post(service.url, "/v1/messages/batch", { messages: [body] });
    const { status, body: problemBody } = problem(422, "invalid-request", inBatch(pointer));
    expect(answer).toMatchObject({ status: 200, body: { results: [{ status, problem: problemBody }] } });
  });

  it("takes a message nested a hundred thousand levels deep for one that is refused", async () => {
    const deep = `{"messages":[{"to":${"[".repeat(100_000)}${"]".repeat(100_000)}}]}`;
    const answer = await post(service.url, "/v1/messages/batch", deep, { "idempotency-key": "deep" });
    expect(answer).toMatchObject({ status: 200, body: { results: [{ status: 400, problem: { errors: [{ code: "too-deep" }] } }] } });
  });
});

describe("POST to a message's controls", () => {
  const message = `/v1/messages/msg_${"0".repeat(32)}`;
  const delivery = `/v1/deliveries/dlv_${"0".repeat(32)}_0`;

  it.each([`${message}/cancel`, `${message}/pause`, `${message}/resume`, `${delivery}/cancel`, "/v1/messages/msg_1/cancel"])(
    "%s is not found where there is none",
    async (path) => {
      expect(await post(service.url, path, {})).toMatchObject(problem(404, "not-found"));
    },
  );

  it("is not found when there is nothing to reschedule", async () => {
    expect(await post(service.url, `${message}/reschedule`, { sendAt: daysAhead(1) })).toMatchObject(problem(404, "not-found"));
  });

  it.each([
    ["no moment", {}, "/sendAt"],
    ["a moment in words", { sendAt: "later" }, "/sendAt"],
    ["more than a moment", { sendAt: daysAhead(1), validityPeriod: "PT1H" }, "/validityPeriod"],
    ["a list", [], ""],
  ])("refuses to reschedule to %s", async (_name, body, pointer) => {
    expect(await post(service.url, `${message}/reschedule`, body)).toMatchObject(problem(400, "malformed-request", pointer));
  });
});

describe("after all of these", () => {
  it("nothing was written and nothing was sent", async () => {
    expect((await get(service.url, "/v1/messages")).body).toEqual({ items: [] });
    expect(service.simulator.ledger()).toEqual([]);
  });

  it("no prototype was changed", () => {
    expect(Reflect.get({}, "admin")).toBeUndefined();
  });
});

describe("bytes that are no request", () => {
  it("with headers that are too large are refused", async () => {
    const answer = await get(service.url, "/healthz", { "x-large": "a".repeat(20_000) });
    expect(answer).toMatchObject(problem(431, "headers-too-large"));
  });

  it("are refused on their connection, which ends", async () => {
    const socket = connect(Number(new URL(service.url).port), "127.0.0.1");
    socket.write("tell everybody\r\n\r\n");
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
    expect(JSON.parse(answer.slice(answer.indexOf("{")))).toMatchObject(problem(400, "malformed-request").body as object);
  });
});

describe("a path", () => {
  it.each([
    ["that there is not", "/v1/nothing"],
    ["of a message that there is not", `/v1/messages/msg_${"0".repeat(32)}`],
    ["of a message with NUL for an id", "/v1/messages/%00"],
    ["of deliveries of a message that there is not", `/v1/messages/msg_${"0".repeat(32)}/deliveries`],
    ["of a delivery that there is not", `/v1/deliveries/dlv_${"0".repeat(32)}_0`],
    ["of a delivery beyond every number", `/v1/deliveries/dlv_${"0".repeat(32)}_999999999`],
  ])("%s is not found", async (_name, path) => {
    expect(await get(service.url, path)).toMatchObject(problem(404, "not-found"));
  });

  it("that is not valid percent-encoding is refused", async () => {
    expect(await get(service.url, "/v1/messages/%zz")).toMatchObject(problem(400, "malformed-request"));
  });

  it("with a query that is not understood is refused by the parameter's name", async () => {
    const { status, body } = await get(service.url, "/v1/messages?limit=5&status=lost");
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ parameter: "status", code: "not-one-of" }] });
  });

  it("with a cursor that we did not give is refused by the parameter's name", async () => {
    const { status, body } = await get(service.url, "/v1/messages?cursor=nonsense");
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ parameter: "cursor" }] });
  });
});
