import { createEngine } from "../create-engine.ts";
import type { DatabaseSettings } from "../database/open-database.ts";
import type { RequestKey } from "../idempotency/keyed-requests-view.ts";
import type { MessageRequest } from "../message-request.ts";
import { createScriptedChannel } from "./scripted-channel.ts";

interface Order {
  readonly database: DatabaseSettings;
  readonly request: MessageRequest;
  readonly key: RequestKey;
}

// Carries out the request that the first argument holds, and dies before anybody could be answered.
const { database, request, key } = JSON.parse(process.argv[2]!) as Order;
const { adapter } = createScriptedChannel({ channel: "line", kind: "line" });
const engine = await createEngine({ database, accounts: [{ id: "account", adapters: [adapter] }] });
process.stdout.write("begins\n");
await engine.keyed.submit(request, key);
process.kill(process.pid, "SIGKILL");
