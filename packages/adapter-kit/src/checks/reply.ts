import assert from "node:assert/strict";
import { ample } from "../attempt.ts";
import type { AdapterCheck } from "../check.ts";
import { actsOf } from "../provider-act.ts";
import { providerErrorOf } from "../refused-call.ts";
import { samplesOf } from "../samples-of.ts";
import { onStage } from "../stage.ts";
import type { AdapterSubject } from "../subject.ts";
import { assertRefusal } from "./errors.ts";

const applies = ({ reply }: AdapterSubject) => reply !== undefined;

export const replyChecks = [
  {
    id: "reply.lifetime",
    title: "says how long a reply token lives",
    applies,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const { tokenLifetimeMs } = samplesOf(adapter.reply, "reply");
        const whole = Number.isSafeInteger(tokenLifetimeMs) && tokenLifetimeMs > 0;
        assert.ok(whole, "reply.tokenLifetimeMs must be whole milliseconds above 0");
      }),
  },
  {
    id: "reply.spent",
    title: "gives the refusal of a spent token its class",
    applies,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        const { spent } = samplesOf(subject.reply, "reply");
        const act = actsOf(adapter, subject).find(({ endpoint }) => endpoint === adapter.reply?.endpoint);
        provider.play(spent.answer);
        const title = "a reply under a spent token";
        assertRefusal(await providerErrorOf(samplesOf(act, "reply").run(ample), title), { title, ...spent });
      }),
  },
] as const satisfies readonly AdapterCheck[];
