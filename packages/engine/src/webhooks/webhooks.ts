import { InvalidRequestError, type Problem } from "@todoke/core";
import { formatDuration, parseDurationMs } from "../durations.ts";
import type { EngineContext } from "../engine-context.ts";
import { newId, parseWebhookEndpointId } from "../ids.ts";
import { readMessageSecret, writeMessageSecret } from "../store/webhooks/message-secret.ts";
import { readEndpoint, readEndpoints } from "../store/webhooks/read-endpoints.ts";
import { readFailures } from "../store/webhooks/read-failures.ts";
import {
  changeEndpoint,
  deleteEndpoint,
  insertEndpoint,
  pauseEndpoint,
  replaceEndpointSecret,
  resumeEndpoint,
  type EndpointKey,
} from "../store/webhooks/write-endpoints.ts";
import { readWebhookUrl } from "./check-endpoint.ts";
import { replay } from "./replay.ts";
import { newWebhookSecret } from "./sign.ts";
import { sealEndpointSecret, sealMessageSecret } from "./stored-secrets.ts";
import { testEndpoint } from "./test-endpoint.ts";
import type { NewWebhookEndpoint, Webhooks } from "./webhook-view.ts";

/** Endpoints of one project. */
const mostEndpoints = 50;
const longestOverlapMs = 7 * 86_400_000;

/** Where one project's reports are posted. */
export function createWebhooks(context: EngineContext): Webhooks {
  const { connection, projectId } = context;
  const keyOf = (id: string): EndpointKey | undefined => {
    const endpointId = parseWebhookEndpointId(id);
    return endpointId === undefined ? undefined : { projectId, id: endpointId };
  };
  const withKey = async <Result>(id: string, work: (key: EndpointKey) => Promise<Result>): Promise<Result | undefined> => {
    const key = keyOf(id);
    return key === undefined ? undefined : work(key);
  };
  return {
    create: (request) => create(context, request),
    list: (request) => readEndpoints(connection, projectId, request),
    get: (id) => withKey(id, (key) => readEndpoint(connection, projectId, key.id)),
    change: (id, changes) => withKey(id, (key) => changeEndpoint(connection, key, readChanges(context, changes))),
    async remove(id) {
      return (await withKey(id, (key) => deleteEndpoint(connection, key))) ?? false;
    },
    pause: (id) => withKey(id, (key) => pauseEndpoint(connection, key)),
    resume: (id) => withKey(id, async (key) => {
      const view = await resumeEndpoint(connection, key);
      context.nudge("webhooks");
      return view;
    }),
    test: (id) => withKey(id, (key) => testEndpoint(context, key)),
    rotate: (id, { overlap }) => withKey(id, async (key) => {
      const overlapMs = readOverlap(overlap);
      const secret = newWebhookSecret();
      const view = await replaceEndpointSecret(connection, key, sealEndpointSecret(context, key.id, secret), overlapMs);
      return view && { ...view, secret };
    }),
    replay: (id, request) => withKey(id, (key) => replay(context, key, request)),
    attempts: (id, request) => withKey(id, async (key) =>
      (await readEndpoint(connection, projectId, key.id)) && readFailures(connection, key, request)),
    messageSecret: () => readMessageSecret(connection, projectId),
    async rotateMessageSecret({ overlap }) {
      const overlapMs = readOverlap(overlap);
      const secret = newWebhookSecret();
      return { ...(await writeMessageSecret(connection, projectId, sealMessageSecret(context, secret), overlapMs)), secret };
    },
  };
}

async function create(context: EngineContext, request: NewWebhookEndpoint) {
  const checked = readChanges(context, request);
  const { connection, projectId } = context;
  const [id, secret] = [newId(), newWebhookSecret()];
  const view = await insertEndpoint(connection, { projectId, id }, { ...request, ...checked, secret: sealEndpointSecret(context, id, secret) }, mostEndpoints);
  if (view !== undefined) return { ...view, secret };
  throw new InvalidRequestError([{ pointer: "", code: "too-many", detail: `there are ${mostEndpoints} endpoints already: delete one that is not needed` }]);
}

/** With the address as it is called. Throws `InvalidRequestError`. */
function readChanges({ egress }: EngineContext, changes: Partial<NewWebhookEndpoint>): Partial<NewWebhookEndpoint> {
  const problems: Problem[] = [];
  const checked = changes.url === undefined ? changes : { ...changes, url: readWebhookUrl(changes.url, "/url", egress, problems) };
  if (problems.length > 0) throw new InvalidRequestError(problems);
  return checked;
}

function readOverlap(overlap = "P1D"): number {
  const overlapMs = parseDurationMs(overlap);
  if (overlapMs !== undefined && overlapMs <= longestOverlapMs) return overlapMs;
  const detail = `must be a duration from PT0S to ${formatDuration(longestOverlapMs)}`;
  throw new InvalidRequestError([{ pointer: "/overlap", code: "out-of-range", detail }]);
}
