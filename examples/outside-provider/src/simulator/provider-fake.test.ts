import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import type { AddressInfo } from "node:net";
import { startSimulator } from "@todoke/simulator";
import type { InboundEvent, InboundRequest } from "@todoke/core";
import { expect, test } from "vitest";
import { createPigeonSms } from "../create-pigeon-sms.ts";
import { to } from "../testing/channel-samples.ts";
import { providerFake } from "./index.ts";

const secrets = { apiToken: "pigeon-token", webhookSecret: "pigeon-webhook-secret" };

test("the adapter sends through the fake, and reads what the fake reports", { timeout: 10_000 }, async () => {
  const received: InboundRequest[] = [];
  const door = createServer((request, response) => {
    void buffer(request).then((body) => {
      const headers = request.headers as InboundRequest["headers"];
      received.push({ method: request.method ?? "", url: new URL(request.url ?? "", doorUrl).href, headers, body });
      response.end();
    });
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  const doorUrl = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  try {
    await using simulator = await simulatorWithFake();
    const { adapter } = createPigeonSms({ ...secrets, from: "Ferry", apiBaseUrl: `${simulator.url}/pigeon` });
    const rendered = adapter.render({ type: "text", text: "The ferry leaves at nine" }, { purpose: "notice" });
    if (!rendered.ok) throw new Error("The adapter refuses a plain text.");
    const { payload, endpoint } = rendered;
    const attempt = { attemptId: randomUUID(), to, payload, endpoint, purpose: "notice", callbackUrl: `${doorUrl}/?attempt=token` } as const;

    expect(await adapter.send(attempt, { timeoutMs: 5_000 })).toMatchObject({ evidence: "accepted", duplicate: false });
    expect(simulator.ledger()).toMatchObject([{ provider: "pigeon", to: [to] }]);
    await expect.poll(() => received.flatMap((request) => eventsIn(adapter.webhook!, request))).toContainEqual(
      expect.objectContaining({ type: "evidence", evidence: "delivered" }),
    );
  } finally {
    door.close();
  }
});

async function simulatorWithFake() {
  const simulator = await startSimulator({ providers: [{ fake: providerFake, settings: secrets }] });
  return Object.assign(simulator, { [Symbol.asyncDispose]: () => simulator.close() });
}

function eventsIn(
  webhook: { verify(request: InboundRequest): void; parse(request: InboundRequest): readonly InboundEvent[] },
  request: InboundRequest,
): readonly InboundEvent[] {
  webhook.verify(request);
  return webhook.parse(request);
}
