import { createEngine } from "../create-engine.ts";
import type { DatabaseSettings } from "../database/open-database.ts";
import type { RequestKey } from "../idempotency/keyed-requests-view.ts";
import type { MessageRequest } from "../message-request.ts";
import { createScriptedChannel } from "./scripted-channel.ts";

interface Order {
  readonly database: DatabaseSettings;
  /** One alone, or the first messages of a batch. */
  readonly requests: readonly [MessageRequest, ...MessageRequest[]];
  readonly key: RequestKey;
}

// Carries out the requests that the first argument holds, and dies before anybody could be answered.
const { database, requests, key } = JSON.parse(process.argv[2]!) as Order;
const { adapter } = createScriptedChannel({ channel: "line", kind: "line" });
const engine = await createEngine({ database, accounts: [{ id: "account", adapters: [adapter] }] });
process.stdout.write("begins\n");
if (requests.length === 1) {
  await engine.keyed.submit(requests[0], key);
  process.kill(process.pid, "SIGKILL");
}
await engine.keyed.submitSeveral(key, async (submitPart) => {
  for (const [place, request] of requests.entries()) await submitPart(place, request);
  process.kill(process.pid, "SIGKILL");
  return new Promise(() => {});
});
