import type { InboundRequest, Webhook } from "@todoke/core";
import type { EngineAccount } from "../engine.ts";
import type { EngineContext } from "../engine-context.ts";
import {
  claimRelayRequests,
  insertRelayRequest,
  readRelayState,
  removeRelayRequest,
  writeRelayFailure,
  type RelayRequest,
} from "../store/relay-requests.ts";
import { postRequest } from "./post-request.ts";
import { relayDelayMs } from "./relay-retries.ts";
import type { RelayView } from "./relay-view.ts";

/** Requests of one account under way at once: they start in order, and one that hangs does not hold up the others. */
const underWayPerAccount = 8;

/** The headers that go on as they came, beside those that hold the signature. */
const carriedHeaders = ["content-type", "user-agent"];

type ForwardingAccount = EngineAccount & { readonly forwardTo: string };

type RelayContext = Pick<EngineContext, "connection" | "projectId" | "accounts" | "settings" | "log" | "observe" | "signal" | "nudge" | "egress">;

/** Passes on what providers post, from rows that were written before the provider was answered. */
export class Relay {
  readonly #context: RelayContext;
  readonly #accounts: readonly ForwardingAccount[];
  readonly #underWay = new Map<string, Set<Promise<void>>>();

  constructor(context: RelayContext) {
    this.#context = context;
    this.#accounts = context.accounts.all.filter((account) => isForwarding(account));
  }

  /** Whether any account passes its requests on. */
  get isNeeded(): boolean {
    return this.#accounts.length > 0;
  }

  /** Writes down a verified request, copies included: what they mean is the receiver's to say. */
  async keep(accountId: string, { signatureHeaders = [] }: Webhook, { method, headers, body }: InboundRequest): Promise<void> {
    // What is reported in a query has no bytes to pass on.
    if (method !== "POST" || !this.#accounts.some(({ id }) => id === accountId)) return;
    const carried = [...carriedHeaders, ...signatureHeaders].flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    await insertRelayRequest(this.#context.connection, this.#context.projectId, accountId, { headers: Object.fromEntries(carried), body });
    this.#context.nudge("relay");
  }

  /** Starts posting what is due. Gives how many requests that were. */
  async work(): Promise<number> {
    let found = 0;
    for (const account of this.#accounts) found += await this.#workOn(account);
    return found;
  }

  /** Resolves when no request is under way. */
  async drained(): Promise<void> {
    while (this.#postsUnderWay().length > 0) await Promise.all(this.#postsUnderWay());
  }

  async view(accountId: string): Promise<RelayView | undefined> {
    const account = this.#accounts.find(({ id }) => id === accountId);
    if (account === undefined) return undefined;
    const { origin, pathname } = new URL(account.forwardTo);
    return { forwardTo: origin + pathname, ...(await readRelayState(this.#context.connection, this.#context.projectId, accountId)) };
  }

  async #workOn(account: ForwardingAccount): Promise<number> {
    const { id } = account;
    const underWay = this.#underWay.get(id) ?? new Set();
    this.#underWay.set(id, underWay);
    const { connection, settings } = this.#context;
    const free = underWayPerAccount - underWay.size;
    const requests = free === 0 ? [] : await claimRelayRequests(connection, this.#context.projectId, id, free, settings.leaseMs);
    for (const request of requests) {
      const post = this.#post(account, request).finally(() => {
        underWay.delete(post);
        this.#context.nudge("relay");
      });
      underWay.add(post);
    }
    return requests.length;
  }

  async #post({ id: account, forwardTo, source }: ForwardingAccount, request: RelayRequest): Promise<void> {
    const { connection, signal, log, observe, egress } = this.#context;
    try {
      const failure = await postRequest(egress, { url: forwardTo, isOperators: source !== "api" }, request, signal);
      const delayMs = failure === undefined ? undefined : relayDelayMs(request.tries, request.ageMs);
      if (failure === undefined) await removeRelayRequest(connection, this.#context.projectId, request.id);
      else await writeRelayFailure(connection, this.#context.projectId, request, failure, delayMs);
      observe({ type: "relay", account, result: failure === undefined ? "taken" : delayMs === undefined ? "given-up" : "failed" });
    } catch (error) {
      log.error({ error }, "what became of a relayed request could not be written; it will be posted again");
    }
  }

  #postsUnderWay(): readonly Promise<void>[] {
    return [...this.#underWay.values()].flatMap((posts) => [...posts]);
  }
}

function isForwarding(account: EngineAccount): account is ForwardingAccount {
  return account.forwardTo !== undefined;
}
