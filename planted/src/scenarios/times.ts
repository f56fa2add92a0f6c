import type { Scenario } from "../scenario.ts";
import type { ProviderSettings } from "../stage/provider.ts";

const line: ProviderSettings = { channel: "line", kind: "line", keyLifetimeMs: 3_600_000 };
const sms: ProviderSettings = { channel: "sms", kind: "phone" };
const person = { addresses: { line: "person" } };

/** Somebody gets to a message at the very millisecond at which it ends. */
export const endOfValidity: Scenario = {
  name: "end of validity",
  settings: { isOver: true, slackMs: 0 },
  phases: [
    {
      async play(stage) {
        await stage.openEngine([line]);
        await stage.submit({ to: [person], validityPeriod: "PT1H" });
      },
    },
    {
      atEndOfValidity: true,
      async play(stage) {
        (await stage.openEngine([line])).start();
        await stage.over();
      },
    },
  ],
};

/** For one recipient it is day, for the other night. */
export const windowOfRecipient: Scenario = {
  name: "window of the recipient",
  phases: [
    {
      async play(stage) {
        (await stage.openEngine([line])).start();
        const hour = stage.now().getUTCHours();
        const atHour = (hours: number) => `${String((hours + 24) % 24).padStart(2, "0")}:00`;
        await stage.submit({
          to: [
            { addresses: { line: "awake" }, timeZone: "Etc/UTC" },
            { addresses: { line: "asleep" }, timeZone: "Etc/GMT-12" },
          ],
          deliveryTimeWindow: { from: atHour(hour - 1), to: atHour(hour + 3), timeZone: "recipient", fallbackTimeZone: "Etc/UTC" },
        });
        await stage.until(() => stage.accepted("line") > 0);
        await stage.aMoment();
      },
    },
  ],
};

/** A message is cancelled while its recipient is looked up. */
export const cancelledWhileLookedUp: Scenario = {
  name: "cancelled while looked up",
  settings: { isOver: true },
  phases: [
    {
      async play(stage) {
        const submitted = Promise.withResolvers<string>();
        const lookUp = async () => {
          await stage.cancel(await submitted.promise);
          return { reachability: "reachable", providerCode: "profile" } as const;
        };
        (await stage.openEngine([{ ...line, lookUp }, sms])).start();
        const { id } = await stage.submit({ to: [{ addresses: { line: "person", phone: "person" } }] });
        submitted.resolve(id);
        await stage.over();
        await stage.aMoment();
      },
    },
  ],
};
