import type { ChildSettings } from "../children/child-settings.ts";
import { startChild } from "../processes.ts";
import { credentials } from "../simulator-process.ts";
import type { Arena, Contestant, Entrant, Finish, Role } from "./contestant.ts";

/** A plain loop over the official SDK's push, nothing stored. In a failover, an SMS where a push was answered 400. */
export const sdkLoop = loop("sdk-loop", "baseline", new URL("../children/sdk-loop.ts", import.meta.url));

/** The least that a client can do per call, over a pool of connections. */
export const bareLoop = loop("bare-loop", "ceiling", new URL("../children/bare-loop.ts", import.meta.url));

function loop(name: string, role: Role, module: URL): Contestant {
  return { name, role, enter: (arena) => enterLoop(name, module, arena) };
}

async function enterLoop(name: string, module: URL, { simulator, scenario, options, signal }: Arena): Promise<Entrant> {
  const settings: ChildSettings = {
    simulatorUrl: simulator.url,
    credentials,
    concurrency: options.concurrency,
    scenario,
  };
  await using resources = new AsyncDisposableStack();
  const child = resources.use(startChild({ name, module, arguments: [JSON.stringify(settings)] }));
  await child.nextMessage(signal);
  const owned = resources.move();
  return {
    processId: child.processId,
    failure: child.failure,
    run: async (range) => (await child.ask(range, signal)) as Finish,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
