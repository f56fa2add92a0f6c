import { performance } from "node:perf_hooks";
import { expect, test } from "vitest";
import { startSimulator } from "./start-simulator.ts";
import { friend, lineCast } from "./testing/cast.ts";
import { hello, postToLine, pushPath } from "./testing/line-request.ts";
import { twilioClient } from "./testing/official-clients.ts";

test("latency holds the answer back, not the acceptance", async () => {
  const simulator = await startSimulator({ people: lineCast, latencyMs: { min: 80, max: 90 } });
  const startedAt = performance.now();
  const call = postToLine(simulator, pushPath, { to: friend, messages: [hello] });
  await expect.poll(() => simulator.ledger().length, { interval: 5 }).toBe(1);
  const answer = await call;
  const elapsedMs = performance.now() - startedAt;
  await simulator.close();

  expect(answer.status).toBe(200);
  // Timers may fire a fraction of a millisecond early.
  expect(elapsedMs).toBeGreaterThan(78);
});

test("a status fault without a body speaks in its provider's form", async () => {
  const simulator = await startSimulator({ people: lineCast });
  simulator.addFault({ endpoint: "push", fault: { kind: "status", status: 429 } });
  simulator.addFault({ endpoint: "sms-create", fault: { kind: "status", status: 429 } });
  const line = await postToLine(simulator, pushPath, { to: friend, messages: [hello] });
  const sms = twilioClient(simulator).messages.create({ to: "+819012345678", from: "+15005550006", body: "Hi" });

  await expect(sms).rejects.toMatchObject({ status: 429, code: 20429 });
  await simulator.close();
  expect(line.body).toEqual({ message: "The API rate limit has been exceeded. Try again later." });
});
