import { createHash } from "node:crypto";
import type { JsonValue } from "@todoke/core";
import type { PreparedMessage } from "../content/prepared-message.ts";
import type { ConsideredRecipient } from "./consider-step.ts";

/** Two numbers from 0 up to and without 1, spread evenly over people and contents. */
export interface Lot {
  /** Decides by which account, where they have weights. */
  readonly share: number;
  /** Decides whether it may try an account out. */
  readonly trial: number;
}

/**
 * Drawn from what goes to whom, so that an explanation, the send after it and a repetition after a crash all draw the
 * same, while another message to the same person draws anew.
 */
export function drawLot(message: PreparedMessage, recipient: ConsideredRecipient, address: string): Lot {
  const hash = createHash("sha256")
    .update(JSON.stringify([seedOf(message), address, inOrder(recipient.variables ?? null)]))
    .digest();
  return { share: hash.readUInt32BE(0) / 2 ** 32, trial: hash.readUInt32BE(4) / 2 ** 32 };
}

const seeds = new WeakMap<PreparedMessage, string>();

function seedOf(message: PreparedMessage): string {
  const known = seeds.get(message);
  if (known !== undefined) return known;
  const content = JSON.parse(JSON.stringify(message.content)) as JsonValue;
  const text = JSON.stringify(inOrder(content));
  const seed = createHash("sha256").update(text).digest("hex");
  seeds.set(message, seed);
  return seed;
}

/** The database does not keep the order of keys. */
function inOrder(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const entries = Object.entries(value).map(([key, each]) => [key, inOrder(each)] as const);
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
