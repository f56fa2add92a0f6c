import type { Scenario } from "../scenario.ts";
import type { ProviderSettings } from "../stage/provider.ts";

const hour = 3_600_000;
const keyed: ProviderSettings = { channel: "line", kind: "line", keyLifetimeMs: 23 * hour };
const person = { addresses: { line: "person" } };

/** A process dies when the provider has carried out its call and has not answered; another one takes over. */
export const diesAtAcceptance: Scenario = {
  name: "dies at acceptance",
  settings: { isOver: true },
  phases: [
    {
      isKilled: true,
      async play(stage) {
        const engine = await stage.openEngine([{ ...keyed, answer: (call) => (call.accept(), stage.die()) }]);
        await stage.submit({ to: [person] });
        engine.start();
        await stage.over();
      },
    },
    {
      async play(stage) {
        (await stage.openEngine([keyed])).start();
        await stage.over();
      },
    },
  ],
};

/** A process dies in the middle of a call that was never carried out, and nobody looks at it until its key is too old. */
export const backAfterADay: Scenario = {
  name: "back after a day",
  settings: { isOver: true },
  phases: [
    {
      isKilled: true,
      async play(stage) {
        const engine = await stage.openEngine([{ ...keyed, answer: (call) => (call.refuse("ambiguous"), stage.die()) }]);
        await stage.submit({ to: [person], validityPeriod: "PT48H", plan: { steps: [{ channel: "line" }], onUnknown: "resend" } });
        engine.start();
        await stage.over();
      },
    },
    {
      clockAheadMs: 23 * hour + 600_000,
      async play(stage) {
        (await stage.openEngine([keyed])).start();
        await stage.over();
      },
    },
  ],
};

/** One of several deliveries of a message that waits for its time is cancelled, and the process dies when that is told. */
export const diesWhenTold: Scenario = {
  name: "dies when told",
  phases: [
    {
      isKilled: true,
      async play(stage) {
        const engine = await stage.openEngine([keyed], { observer: ({ type }) => void (type === "closed" && stage.die()) });
        const to = ["one", "two", "three"].map((line) => ({ addresses: { line } }));
        const { id } = await stage.submit({ to, sendAt: new Date(stage.now().getTime() + hour).toISOString() });
        await engine.controls.cancelDelivery(`${id.replace("msg_", "dlv_")}_1`);
      },
    },
  ],
};
