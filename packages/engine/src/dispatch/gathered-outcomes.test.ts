import { expect, it } from "vitest";
import type { DeliveryChange } from "../delivery-change.ts";
import { GatheredOutcomes } from "./gathered-outcomes.ts";
import type { Outcome } from "./outcome-writer.ts";

it("takes a lone message's outcome with the next batch, however many a campaign has waiting", () => {
  const gathered = new GatheredOutcomes();
  for (let number = 0; number < 5_000; number += 1) gathered.add(outcome("campaign", number));
  gathered.add(outcome("alone", 0));
  expect(messagesOf(gathered.takeBatch())).toContain("alone");
});

it("keeps the order within a message, and loses none", () => {
  const gathered = new GatheredOutcomes();
  for (let number = 0; number < 1_234; number += 1) {
    gathered.add(outcome("one", number));
    if (number % 3 === 0) gathered.add(outcome("another", number));
  }
  const taken = everything(gathered);
  const numbersOf = (message: string) => taken.filter(({ answer }) => answer.messageId === message).map(({ answer }) => Number(answer.id));
  expect(numbersOf("one")).toEqual(Array.from({ length: 1_234 }, (_, number) => number));
  expect(numbersOf("another")).toEqual(Array.from({ length: 412 }, (_, number) => 3 * number));
});

it("gives every message of many its turn before any gets a second one", () => {
  const gathered = new GatheredOutcomes();
  for (let number = 0; number < 200; number += 1) {
    for (let message = 0; message < 25; message += 1) gathered.add(outcome(`campaign ${message}`, number));
  }
  const twice = new Set([...gathered.takeBatch(), ...gathered.takeBatch(), ...gathered.takeBatch()].map(({ answer }) => answer.messageId));
  expect(twice.size).toBe(25);
});

it("ends a batch with the bulk call that fills it", () => {
  const gathered = new GatheredOutcomes();
  for (let number = 0; number < 10; number += 1) gathered.add(outcome("multicast", number, 500));
  expect(gathered.takeBatch()).toHaveLength(2);
  expect(gathered.deliveries).toBe(4_000);
});

it("counts the deliveries that wait", () => {
  const gathered = new GatheredOutcomes();
  gathered.add(outcome("one", 0, 3));
  gathered.add(outcome("another", 0, 0));
  expect(gathered).toMatchObject({ deliveries: 3, isEmpty: false });
  everything(gathered);
  expect(gathered).toMatchObject({ deliveries: 0, isEmpty: true });
});

function outcome(messageId: string, number: number, deliveries = 1): Outcome {
  const changes = Array.from({ length: deliveries }, () => ({}) as DeliveryChange);
  return { accountId: "account", expectsReports: false, changes, answer: { id: String(number), messageId } as Outcome["answer"] };
}

function messagesOf(batch: readonly Outcome[]): readonly string[] {
  return batch.map(({ answer }) => answer.messageId);
}

function everything(gathered: GatheredOutcomes): readonly Outcome[] {
  const taken: Outcome[] = [];
  while (!gathered.isEmpty) taken.push(...gathered.takeBatch());
  return taken;
}
