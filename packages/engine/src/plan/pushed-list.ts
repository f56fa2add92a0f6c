import type { Adapter, Problem } from "@todoke/core";
import type { AudiencePush } from "../audiences/audience-view.ts";
import type { EngineContext } from "../engine-context.ts";
import { parseAudienceId } from "../ids.ts";
import type { AudienceRequest, MessageRequest } from "../message-request.ts";
import { readLatestPushes } from "../store/audiences/push-rows.ts";
import { isStoredList } from "./stored-list.ts";

/** The latest push to each account of the list that an audience names; none where it names none. */
export async function findPushes({ connection, projectId }: EngineContext, { audience }: MessageRequest): Promise<readonly AudiencePush[]> {
  const list = audience === undefined || isStoredList(audience) ? undefined : audience["list"];
  const audienceId = typeof list === "string" ? parseAudienceId(list) : undefined;
  return audienceId === undefined ? [] : readLatestPushes(connection, projectId, audienceId);
}

/**
 * The audience with its `list` in the words of the adapter: only those whom the list's latest push has put into an
 * audience at this account. Undefined with what is wrong.
 */
export function withinPushedList(
  { list, ...audience }: AudienceRequest,
  { audience: capability }: Adapter,
  account: string,
  pushes: readonly AudiencePush[],
  problems: Problem[],
): AudienceRequest | undefined {
  if (list === undefined) return { ...audience, type: audience.type };
  const push = pushes.find((each) => each.account === account);
  const refusal = refusalOf(push, account);
  if (refusal === undefined && capability?.within !== undefined) {
    return { ...capability.within(audience, push?.providerAudienceId ?? ""), type: audience.type };
  }
  const noAudiences = { code: "no-audiences", detail: `account ${account} keeps no audiences of its own` };
  problems.push({ pointer: "/audience/list", ...(refusal ?? noAudiences) });
  return undefined;
}

function refusalOf(push: AudiencePush | undefined, account: string): Omit<Problem, "pointer"> | undefined {
  if (push === undefined) {
    return { code: "not-pushed", detail: `must be a list that was pushed to account ${account}: POST /v1/audiences/{id}/push` };
  }
  if (push.status === "ready" && push.providerAudienceId !== undefined) return undefined;
  return { code: "not-ready", detail: `its push to account ${account} is ${describe(push)}; only a ready one can be sent to` };
}

function describe({ status, providerStatus, error }: AudiencePush): string {
  const said = providerStatus === undefined ? "" : `, and the provider says ${providerStatus}`;
  return `${status}${said}${error === undefined ? "" : ` (${error.code})`}`;
}
