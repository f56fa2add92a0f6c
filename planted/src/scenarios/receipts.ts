import type { Scenario } from "../scenario.ts";
import { receipts, type ProviderSettings } from "../stage/provider.ts";

const sms: ProviderSettings = { channel: "sms", kind: "phone", evidence: receipts };
const notice: ProviderSettings = { channel: "notice", kind: "line", evidence: receipts };
const byPhone = { to: [{ addresses: { phone: "person" } }], plan: { steps: [{ channel: "sms", allowUnverifiedInbound: true }] } };

/** The provider posts one receipt twice. */
export const receiptTwice: Scenario = {
  name: "receipt twice",
  settings: { isOver: true },
  phases: [
    {
      async play(stage) {
        (await stage.openEngine([sms])).start();
        await stage.submit(byPhone);
        await stage.answered("sms");
        for (let copy = 0; copy < 2; copy += 1) await stage.report("sms", "delivered", "one-receipt");
        await stage.over();
      },
    },
  ],
};

/** A message that failed arrives after all. */
export const deliveredAfterFailed: Scenario = {
  name: "delivered after failed",
  settings: { isOver: true },
  phases: [
    {
      async play(stage) {
        (await stage.openEngine([sms])).start();
        await stage.submit(byPhone);
        await stage.answered("sms");
        await stage.report("sms", "failed", "failure");
        await stage.over();
        await stage.report("sms", "delivered", "success");
      },
    },
  ],
};

/** The second step has taken over when the failure of the first is reported. */
export const failedAfterSwitch: Scenario = {
  name: "failed after the switch",
  settings: { isOver: true },
  phases: [
    {
      async play(stage) {
        (await stage.openEngine([notice, sms])).start();
        const steps = [
          { channel: "notice", switchAfter: "PT1S", allowUnverifiedInbound: true },
          { channel: "sms", allowUnverifiedInbound: true },
        ];
        await stage.submit({ to: [{ addresses: { line: "person", phone: "person" } }], plan: { steps } });
        await stage.answered("sms");
        await stage.report("notice", "failed", "late-failure");
        await stage.aMoment();
        await stage.report("sms", "delivered", "receipt");
        await stage.over();
      },
    },
  ],
};
