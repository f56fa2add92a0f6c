import { InvalidRequestError, ProviderError, type CallOptions, type ErrorClass, type ProviderAudiences } from "@todoke/core";
import { backOffMs } from "../decide.ts";
import type { EngineContext } from "../engine-context.ts";
import { formatPushId } from "../ids.ts";
import { claimDuePush, type ClaimedPush } from "../store/audiences/push-rows.ts";
import { countPushCall, writePush, type PushChange } from "../store/audiences/write-push.ts";
import type { PushError } from "./audience-view.ts";
import { lookAtPush } from "./look-at-push.ts";
import { readSlice, type PushSlice } from "./push-slice.ts";

/** Providers take their time over files, and want to be given it. */
const callTimeoutMs = 60_000;

/** Longer than one piece of the work takes. */
const leaseMs = 180_000;

/** After so long a push that still waits or is turned away has failed. */
const patienceMs = 48 * 3_600_000;

/** Does the next piece of work on one push. Gives how many it found. */
export async function workOnPush(context: EngineContext): Promise<number> {
  const push = await claimDuePush(context.connection, context.projectId, leaseMs);
  if (push === undefined) return 0;
  const service = context.accounts.account(push.account_id)?.services?.audiences;
  if (service === undefined) {
    await fail(context, push, { class: "sender", code: "no-account", detail: "the account is not configured any more" });
    return 1;
  }
  try {
    const options = { timeoutMs: callTimeoutMs, signal: context.signal };
    if (push.status === "adding") await add(context, service, push, options);
    else await lookAtPush(context, service, push, options, isLate(context, push));
  } catch (error) {
    await afterFailure(context, push, error);
  }
  return 1;
}

/** Sends the next addresses, and keeps how far it came only when the provider has taken them. */
async function add(context: EngineContext, service: ProviderAudiences, push: ClaimedPush, options: CallOptions): Promise<void> {
  const slice = await readSlice(context, push, service);
  const { provider_audience_id: audienceId } = push;
  if (audienceId === null) return make(context, service, push, slice, options);
  if (slice.ids.length > 0) await service.add(audienceId, { ids: slice.ids, note: formatPushId(push.id) }, options);
  await writePush(context.connection, context.projectId, push, progressOf(push, slice));
}

/** Makes the audience with the first addresses in it. */
async function make(
  context: EngineContext,
  service: ProviderAudiences,
  push: ClaimedPush,
  slice: PushSlice,
  options: CallOptions,
): Promise<void> {
  if (slice.ids.length === 0 && slice.isLast) {
    await fail(context, push, { class: "recipient", code: "no-addresses", detail: "the provider takes none of these addresses" });
    return;
  }
  // An answer may have been lost: what was made then is found by its mark, and filled from the start. Whoever is in it
  // already stays so once.
  const made = push.calls === 0 ? undefined : await findByName(service, push.name, options);
  if (made !== undefined) {
    await writePush(context.connection, context.projectId, push, { provider_audience_id: made, tries: 0, dueInMs: 0 });
    return;
  }
  if (!(await countPushCall(context.connection, context.projectId, push))) return;
  const { id, status } = await service.create({ name: push.name, ids: slice.ids, note: formatPushId(push.id) }, options);
  await writePush(context.connection, context.projectId, push, { ...progressOf(push, slice), provider_audience_id: id, provider_status: status });
}

/** The provider has taken a slice. */
function progressOf(push: ClaimedPush, { ids, skipped, last, isLast }: PushSlice): PushChange {
  return {
    added: push.added + ids.length,
    skipped: push.skipped + skipped,
    last_address: last,
    tries: 0,
    dueInMs: isLast ? 1_000 : 0,
    status: isLast ? "waiting" : "adding",
  };
}

async function findByName(service: ProviderAudiences, name: string, options: CallOptions): Promise<string | undefined> {
  for (let page = 1, hasMore = true; hasMore; page += 1) {
    const found = await service.list({ page, name }, options);
    const match = found.items.find((audience) => audience.name === name);
    if (match !== undefined) return match.id;
    ({ hasMore } = found);
  }
  return undefined;
}

const passing: readonly ErrorClass[] = ["throttled", "quota", "unavailable", "ambiguous"];

async function afterFailure(context: EngineContext, push: ClaimedPush, error: unknown): Promise<void> {
  if (InvalidRequestError.is(error)) {
    return fail(context, push, { class: "content", code: error.problems[0]?.code ?? error.code, detail: error.message });
  }
  // A database that fails: the lease brings the push back.
  if (!ProviderError.is(error)) throw error;
  const failure = { class: error.class, code: error.providerCode, detail: error.message };
  if (!passing.includes(error.class) || isLate(context, push)) return fail(context, push, failure);
  const dueInMs = Math.max(backOffMs(push.tries), error.retryAfterMs ?? 0);
  return writePush(context.connection, context.projectId, push, { tries: push.tries + 1, dueInMs, error: failure });
}

function isLate({ clock }: EngineContext, { created_at: createdAt }: ClaimedPush): boolean {
  return clock.now().getTime() - createdAt.getTime() > patienceMs;
}

function fail({ connection, projectId }: EngineContext, push: ClaimedPush, error: PushError): Promise<void> {
  return writePush(connection, projectId, push, { status: "failed", dueInMs: null, error });
}
