import { createSecretKey } from "node:crypto";
import type { EngineOptions } from "@todoke/engine";
import type { Scenario } from "../scenario.ts";
import type { ProviderSettings } from "../stage/provider.ts";

/** Nobody has a LINE address: of each delivery two things are told. */
const providers: readonly ProviderSettings[] = [
  { channel: "line", kind: "line" },
  { channel: "sms", kind: "phone" },
];
const options: Partial<EngineOptions> = {
  egress: { allowedNetworks: ["127.0.0.0/8"] },
  secretKeys: [createSecretKey(Buffer.alloc(32))],
};

/** A receiver has taken a report, and our process dies before it can note that; another one takes over. */
export const diesWhenTaken: Scenario = {
  name: "dies when a report is taken",
  settings: { isOver: true },
  phases: [
    {
      isKilled: true,
      async play(stage) {
        const engine = await stage.openEngine(providers, options);
        await engine.webhooks.create({ name: "receiver", url: await stage.openReceiver(() => stage.die()) });
        await stage.submit({ to: ["one", "two", "three"].map((phone) => ({ addresses: { phone } })) });
        engine.start();
        await stage.aMoment(60_000);
      },
    },
    {
      async play(stage) {
        const engine = await stage.openEngine(providers, options);
        const { webhooks } = engine;
        const [endpoint] = (await webhooks.list({ limit: 1 })).items;
        await webhooks.change(endpoint!.id, { url: await stage.openReceiver() });
        engine.start();
        await stage.over();
        await stage.aMoment();
        await stage.until(async () => (await webhooks.get(endpoint!.id))?.waiting === 0);
      },
    },
  ],
};
