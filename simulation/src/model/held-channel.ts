import { ProviderError, type Adapter, type SendReceipt } from "@todoke/core";
import type { VirtualTime } from "../time/virtual-time.ts";
import { webhook } from "../world/inbound-posts.ts";

/** What a provider may say to a call. */
export type HeldAnswer = "accepted" | "refused" | "lost";

/** What it may say later. */
export type HeldReport = "sent" | "failed" | "delivered" | "read";

/** A call that nobody has answered yet. */
export interface HeldCall {
  readonly attemptId: string;
  readonly channel: string;
  readonly to: string;
  readonly atMs: number;
  answer(answer: HeldAnswer): void;
}

/** How long the channels below may still bring news, in milliseconds. */
export const horizonMs = 6 * 3_600_000;

/** A channel whose calls are answered when the test says so. Calls come in at `onCall`. Its provider has no keys. */
export function createHeldChannel(channel: string, time: VirtualTime, onCall: (call: HeldCall) => void): Adapter {
  return {
    specificationVersion: 1,
    provider: `held-${channel}`,
    channel,
    address: { kind: channel, parse: (address) => ({ ok: true, address }) },
    render: (content) =>
      content.type === "text"
        ? { ok: true, payload: { text: content.text }, endpoint: "messages", lost: [] }
        : { ok: false, problems: [{ pointer: "/type", code: "text-only", detail: "only text can be carried" }] },
    send({ attemptId, to }, { signal }) {
      const receipt = Promise.withResolvers<SendReceipt>();
      signal?.addEventListener("abort", () => answers.lost(receipt));
      onCall({ attemptId, channel, to, atMs: time.nowMs, answer: (answer) => answers[answer](receipt) });
      return receipt.promise;
    },
    evidence: { best: "delivered", negative: true, horizonMs, recallable: false },
    webhook,
  };
}

const answers: Readonly<Record<HeldAnswer, (receipt: PromiseWithResolvers<SendReceipt>) => void>> = {
  accepted: ({ resolve }) => resolve({ evidence: "accepted", providerMessageIds: [], duplicate: false }),
  refused: ({ reject }) => reject(new ProviderError({ class: "recipient", providerCode: "nobody", message: "there is nobody" })),
  lost: ({ reject }) => reject(new ProviderError({ class: "ambiguous", providerCode: "timeout", message: "no answer came" })),
};
