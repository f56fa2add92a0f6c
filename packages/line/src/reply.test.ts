import { beforeEach, expect, test } from "vitest";
import { startSimulator, type Simulator } from "@todoke/simulator";
import { createLine, type Line } from "./index.ts";
import { startWebhookReceiver } from "./testing/webhook-receiver.ts";

const friend = `U${"a".repeat(32)}`;

let simulator: Simulator;
let line: Line;
let replyToken: string;

/** Somebody wrote, and the token of the event is in hand. */
beforeEach(async () => {
  const receiver = await startWebhookReceiver();
  simulator = await startSimulator({
    people: [{ lineUserId: friend, line: "friend" }],
    line: { channelAccessToken: "line-token", channelSecret: "line-secret", webhookUrl: receiver.url },
  });
  line = createLine({ channelAccessToken: "line-token", channelSecret: "line-secret", apiBaseUrl: simulator.url });
  simulator.personWrites(friend, "Is my table ready?");
  await simulator.settled();
  const events = receiver.posted.flatMap((request) => line.webhook?.parse(request) ?? []);
  const written = events.find((event) => event.type === "inbound");
  replyToken = written?.replyToken ?? "";
  return async () => {
    await line.close();
    await simulator.close();
  };
});

const reply = (timeoutMs = 2000) => line.reply({ replyToken, content: "It is." }, { timeoutMs });

test("an event is answered once", async () => {
  await expect(reply()).resolves.toMatchObject({ providerMessageIds: { length: 1 }, requestId: expect.any(String) });
  expect(simulator.ledger()).toMatchObject([{ endpoint: "reply", to: [friend] }]);
  await expect(reply()).rejects.toMatchObject({ class: "recipient", providerCode: "invalid-reply-token" });
  expect(simulator.ledger()).toHaveLength(1);
});

test("a token that is too old is told as one that was used", async () => {
  simulator.advanceClock(line.adapter.reply.tokenLifetimeMs + 60_000);
  await expect(reply()).rejects.toMatchObject({ class: "recipient", providerCode: "invalid-reply-token" });
});

test("a lost answer stays open: asking again cannot tell", async () => {
  simulator.addFault({ endpoint: "reply", fault: { kind: "timeout", accepted: true } });
  await expect(reply(150)).rejects.toMatchObject({ class: "ambiguous", providerCode: "timeout" });
  await expect(reply()).rejects.toMatchObject({ providerCode: "invalid-reply-token" });
  expect(simulator.ledger()).toHaveLength(1);
});
