import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { happenings } from "./commands.ts";
import { DeliveryModel, modelPlan } from "./delivery-model.ts";
import { MessageRun, pollIntervalMs } from "./message-run.ts";
import { channels, Stage } from "./stage.ts";

const hourMs = 3_600_000;
const validityMs = 12 * hourMs;
/** `MODEL_RUNS=1000 pnpm exec vitest run --config vitest.long.config.ts model` looks longer. */
const numRuns = Number(process.env["MODEL_RUNS"] ?? 12);

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open("model", pollIntervalMs)));
afterAll(async () => {
  expect(stage.host.errors).toEqual([]);
  await stage.close();
});

it("does with each message what the model says, whatever happens to it", { timeout: 60_000 + numRuns * 10_000 }, async () => {
  const request = fc.record({ onUnknown: fc.constantFrom("hold", "resend", "switch"), startsInHours: fc.constantFrom(0, 0, 2) });
  await fc.assert(
    fc.asyncProperty(request, fc.commands([...happenings], { maxCommands: 12 }), async (asked, commands) => {
      await fc.asyncModelRun(async () => {
        const { model, run } = await submit(asked);
        await run.settle(model);
        return { model, real: run };
      }, commands);
    }),
    { numRuns, ...replayed() },
  );
});

async function submit({ onUnknown, startsInHours }: { onUnknown: "hold" | "resend" | "switch"; startsInHours: number }) {
  const { nowMs } = stage.time;
  const sendAtMs = nowMs + startsInHours * hourMs;
  const [first, second] = channels;
  const message = await stage.submit({
    plan: {
      steps: [
        { channel: first, switchAfter: `PT${modelPlan.switchAfterMs / 1_000}S`, allowUnverifiedInbound: true },
        { channel: second, allowUnverifiedInbound: true },
      ],
      onUnknown,
      unknownHold: `PT${modelPlan.unknownHoldMs / 1_000}S`,
    },
    validityPeriod: `PT${validityMs / 1_000}S`,
    ...(startsInHours > 0 && { sendAt: new Date(sendAtMs).toISOString() }),
  });
  const model = new DeliveryModel(onUnknown, nowMs, sendAtMs, message.validUntil.getTime());
  return { model, run: new MessageRun(stage, message) };
}

/** As a failing run prints it: `MODEL_SEED=… MODEL_PATH=…`. */
function replayed(): { readonly seed?: number; readonly path?: string } {
  const { MODEL_SEED: seed, MODEL_PATH: path } = process.env;
  return { ...(seed !== undefined && { seed: Number(seed) }), ...(path !== undefined && { path }) };
}
