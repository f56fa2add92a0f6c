import { InvalidRequestError } from "@todoke/core";
import type { EngineContext } from "../engine-context.ts";
import { newId } from "../ids.ts";
import { readAudience } from "../store/audiences/audience-rows.ts";
import { insertPush } from "../store/audiences/push-rows.ts";
import { countDistinct } from "../store/audiences/read-addresses.ts";
import type { AudiencePush } from "./audience-view.ts";

export interface PushRequest {
  readonly account: string;
  /** Of the provider's audience. Default: the list's name. */
  readonly name?: string;
}

/**
 * Writes down that a list shall go to a provider; the work follows by itself. Undefined when there is no such list.
 * Throws `InvalidRequestError`.
 */
export async function startPush(context: EngineContext, audienceId: string, request: PushRequest): Promise<AudiencePush | undefined> {
  const { connection, accounts } = context;
  const audience = await readAudience(connection, context.projectId, audienceId);
  if (audience === undefined) return undefined;
  const account = accounts.account(request.account);
  const service = account?.services?.audiences;
  if (account === undefined || service === undefined) {
    const able = accounts.all.filter(({ services }) => services?.audiences !== undefined).map(({ id }) => id);
    throw refused("/account", "no-audiences", `this account keeps no audiences; those that do: ${able.join(", ") || "none"}`);
  }
  const id = newId();
  // The provider may keep two of one name; the mark tells which of them this push has made, even if the answer is lost.
  const mark = ` #${id.slice(-12)}`;
  const maxLength = service.limits.maxNameLength - mark.length;
  if (request.name !== undefined && request.name.length > maxLength) {
    throw refused("/name", "too-long", `may have ${maxLength} characters: the push's own mark follows`);
  }
  const name = (request.name ?? audience.name).replaceAll(/\p{Cc}/gu, " ").slice(0, maxLength).toWellFormed();
  const kind = (account.adapters.find((adapter) => adapter.audience !== undefined) ?? account.adapters[0])?.address.kind ?? "";
  const total = await countDistinct(connection, context.projectId, audienceId, kind);
  if (total === 0) throw refused("", "no-addresses", `nobody in this list has an address of kind ${kind}`);
  return insertPush(connection, context.projectId, { audience_id: audienceId, id, account_id: account.id, kind, name: name + mark, total });
}

function refused(pointer: string, code: string, detail: string): InvalidRequestError {
  return new InvalidRequestError([{ pointer, code, detail }]);
}
