import type { Scenario } from "../scenario.ts";
import type { ProviderSettings } from "../stage/provider.ts";

const hour = 3_600_000;
const keyed: ProviderSettings = { channel: "line", kind: "line", keyLifetimeMs: 23 * hour };
const person = { addresses: { line: "person" } };

/** The provider carries a call out and its answer is lost; the call is made again. */
export const answerLost: Scenario = {
  name: "answer lost",
  settings: { isOver: true },
  phases: [
    {
      async play(stage) {
        const engine = await stage.openEngine([
          {
            ...keyed,
            answer(call) {
              const receipt = call.accept();
              if (call.before === 0) throw call.lost();
              return receipt;
            },
          },
        ]);
        engine.start();
        await stage.submit({ to: [person] });
        await stage.over();
      },
    },
  ],
};

/** An answer comes when the attempt has long been somebody else's, who got another answer. */
export const answerAfterLease: Scenario = {
  name: "answer after the lease",
  settings: { isOver: true },
  phases: [
    {
      async play(stage) {
        const isOver = Promise.withResolvers<void>();
        const engine = await stage.openEngine(
          [
            {
              ...keyed,
              async answer(call) {
                if (call.before > 0) return call.accept();
                const refusal = call.refuse("recipient");
                await isOver.promise;
                throw refusal;
              },
            },
          ],
          { settings: { callTimeoutMs: 50, leaseMs: 2_050 } },
        );
        engine.start();
        await stage.submit({ to: [person] });
        await stage.over();
        isOver.resolve();
        await stage.aMoment();
      },
    },
  ],
};

const callsASecond = 20;

/** All calls hang for so long that the turns of those behind them pass, and are then answered at once. */
export const callsHeldUp: Scenario = {
  name: "calls held up",
  database: "postgresql",
  settings: { isOver: true, rates: [{ endpoint: "line", requests: callsASecond, perMs: 1_000 }], rateTolerance: 0.1 },
  phases: [
    {
      async play(stage) {
        const goesOn = Promise.withResolvers<void>();
        const limit = { requests: callsASecond, perMs: 1_000 };
        const answer: ProviderSettings["answer"] = (call) => {
          const receipt = call.accept();
          return goesOn.promise.then(() => receipt);
        };
        const engine = await stage.openEngine([{ ...keyed, limit, answer }], { settings: { concurrentCalls: callsASecond } });
        engine.start();
        await stage.submit({ to: Array.from({ length: 3 * callsASecond }, (_, index) => ({ addresses: { line: `person-${index}` } })) });
        await stage.until(() => stage.accepted("line") === callsASecond);
        await stage.aMoment(1_200);
        goesOn.resolve();
        await stage.over();
      },
    },
  ],
};
