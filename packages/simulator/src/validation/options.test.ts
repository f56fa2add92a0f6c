import { expect, test } from "vitest";
import { assertOptions } from "./options.ts";

test("a full configuration passes", () => {
  const options = {
    port: 4010,
    seed: 1,
    people: [{ lineUserId: `U${"a".repeat(32)}`, phone: "+819012345678", line: "friend", handset: "on" }],
    line: { limits: { push: { requests: 10, perMs: 1_000 } }, groups: [{ groupId: `C${"1".repeat(32)}`, members: 3 }] },
    twilio: { accountSid: `AC${"0".repeat(32)}`, statusDelayMs: 0 },
    latencyMs: { min: 1, max: 5 },
    ledgerPath: "ledger.ndjson",
  };
  expect(() => assertOptions(options)).not.toThrow();
});

test.each([
  [{ people: [{ phone: "+819012345678" }, { handset: "broken" }] }, "people[1].handset"],
  [{ people: [{ lineUserId: "Uabc" }] }, "people[0].lineUserId"],
  [{ line: { limits: { pull: { requests: 1, perMs: 1 } } } }, "line.limits.pull"],
  [{ line: { limits: { push: { requests: 0, perMs: 1 } } } }, "line.limits.push.requests"],
  [{ line: { chanelSecret: "x" } }, "line.chanelSecret"],
  [{ twilio: { accountSid: "AC1" } }, "twilio.accountSid"],
  [{ latencyMs: { min: 1 } }, "latencyMs.max"],
  [{ latencyMs: { min: 2, max: 1 } }, "latencyMs.max"],
  [{ port: 70_000 }, "port"],
  ["people", ""],
])("%j is refused, naming the field", (options, field) => {
  expect(() => assertOptions(options)).toThrow(expect.objectContaining({ name: "InvalidInputError", field }));
});
