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
        assert.equal(spent.class, "recipient", "reply.spent must be of class recipient: an ordinary send then follows");
        const act = actsOf(adapter, subject).find(({ endpoint }) => endpoint === adapter.reply?.endpoint);
        provider.play(spent.answer);
        const title = "a reply under a spent token";
        assertRefusal(await providerErrorOf(samplesOf(act, "reply").run(ample), title), { title, ...spent });
      }),
  },
  {
    id: "reply.secret",
    title: "keeps reply tokens out of the payloads of events, which are shown to people",
    applies: ({ reply, webhook }) => reply !== undefined && webhook !== undefined,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const webhook = samplesOf(adapter.webhook, "webhook");
        const { reports } = samplesOf(subject.webhook, "webhook");
        const events = reports.flatMap(({ request }) => webhook.parse(request)).filter((event) => event.type === "inbound");
        const answerable = events.filter(({ replyToken }) => replyToken !== undefined);
        assert.ok(answerable.length > 0, "the samples hold no event with a reply token: give one in webhook.reports");
        for (const { payload, replyToken, providerCode } of answerable) {
          const isShown = JSON.stringify(payload).includes(String(replyToken));
          assert.ok(!isShown, `the payload of "${providerCode}" holds the event's reply token`);
        }
      }),
  },
] as const satisfies readonly AdapterCheck[];
