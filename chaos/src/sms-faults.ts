import type { Fault } from "@todoke/simulator";
import type { SimulatorProcess } from "./fleet/simulator-process.ts";

const both = [false, true] as const;
const status = (code: number, details: object = {}) => ({ kind: "status", status: code, ...details }) as const;
const html = { "content-type": "text/html" };

/** What can go wrong with one call and what it leads to. */
export const smsFaults: readonly Fault[] = [
  status(429, { body: { code: 20429, message: "Too Many Requests", status: 429 }, headers: { "retry-after": "1" } }),
  ...both.flatMap((accepted): Fault[] => [
    status(500, { accepted }),
    status(502, { accepted, body: "<html>Bad gateway</html>", headers: html }),
    status(503, { accepted }),
    // A success that ends in the middle of its JSON, and one that calls it something else.
    status(201, { accepted, body: '{"sid": "SM0', headers: { "content-type": "application/json" } }),
    status(201, { accepted, body: '{"sid": 7}', headers: html }),
    { kind: "timeout", accepted },
    { kind: "reset", accepted },
    { kind: "garbage", accepted },
    { kind: "cut", accepted },
    { kind: "slow", accepted },
  ]),
  { kind: "callbacks", copies: 3 },
  { kind: "callbacks", copies: 2, shuffled: true },
  { kind: "callbacks", beforeAnswer: true },
  { kind: "callbacks", delayMs: 8_000 },
  { kind: "callbacks", never: true },
];

/** Arms two faults for each number: all pairs are met, in both orders, when there are as many numbers as pairs. */
export async function armFaults(simulator: SimulatorProcess, phones: readonly string[]): Promise<void> {
  for (const [index, to] of phones.entries()) {
    const first = smsFaults[index % smsFaults.length]!;
    const second = smsFaults[Math.floor(index / smsFaults.length) % smsFaults.length]!;
    for (const fault of [first, second]) await simulator.addFault({ endpoint: "sms-create", to, fault });
  }
}
