import { lookup as systemLookup } from "node:dns/promises";
import type { LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector, request } from "undici";
import { isPublic, isWithin, readNetworks } from "./allowed-addresses.ts";
import { EgressError } from "./egress-error.ts";

/** What may be reached besides public https addresses. */
export interface EgressSettings {
  /** Networks that may be reached all the same, by http as well: `10.1.0.0/16`, `::1/128`. Only whoever runs the service names them. */
  readonly allowedNetworks?: readonly string[];
}

/** All addresses of a host, as the system or a test tells them. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

export interface EgressRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
  /** From the look-up of the name to the last byte of the answer, in milliseconds. Default 15,000. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
  /** Whoever runs the service wrote the address into its configuration: it may lead anywhere. Default false. */
  readonly isOperators?: boolean;
}

/** A receiver's answer, without its body. */
export interface EgressAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

const defaultDeadlineMs = 15_000;
const mostBytes = 64 * 1024;

/**
 * Posts to addresses that others gave. A name is looked up where the connection is made, every address that it has is
 * checked, and one of those is dialled: no later answer of a name server counts. Redirects are answers like any other.
 */
export class EgressClient {
  readonly #checked: Agent;
  readonly #operators: Agent;
  readonly #mayReach: MayReach;
  readonly #resolve: Resolve;
  readonly #isAnythingAllowed: boolean;

  /** Throws `ConfigurationError` for what is no network. */
  constructor({ allowedNetworks = [] }: EgressSettings = {}, resolve: Resolve = resolveAll) {
    const networks = readNetworks(allowedNetworks, "egress.allowedNetworks");
    this.#mayReach = (address, protocol) => (protocol === "https:" && isPublic(address)) || isWithin(address, networks);
    this.#resolve = resolve;
    this.#isAnythingAllowed = networks.length > 0;
    this.#checked = new Agent({ allowH2: false, connect: checkingConnector(this.#mayReach, resolve) });
    this.#operators = new Agent({ allowH2: false });
  }

  /** False where an address tells by itself that nothing may be posted to it; where its name leads is told by `post`. */
  mayPostTo(url: string): boolean {
    if (!URL.canParse(url)) return false;
    const { protocol, hostname, username, password } = new URL(url);
    const host = bareHost(hostname);
    if (username !== "" || password !== "" || !/^https?:$/.test(protocol)) return false;
    return isIP(host) === 0 ? protocol === "https:" || this.#isAnythingAllowed : this.#mayReach(host, protocol);
  }

  /** Throws `EgressError`. Proxies that the environment names are passed by: they would dial unchecked. */
  async post(url: string, { headers, body, deadlineMs = defaultDeadlineMs, signal, isOperators = false }: EgressRequest): Promise<EgressAnswer> {
    const deadline = AbortSignal.timeout(deadlineMs);
    const end = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
    try {
      refuseCredentials(url);
      const dispatcher = isOperators ? this.#operators : this.#checked;
      const answer = await request(url, { method: "POST", headers, body, dispatcher, signal: end });
      const { "retry-after": retryAfter } = answer.headers;
      await answer.body.dump({ limit: mostBytes, signal: end });
      return { status: answer.statusCode, retryAfter: typeof retryAfter === "string" ? retryAfter : undefined };
    } catch (error) {
      if (error instanceof EgressError) throw error;
      throw new EgressError(deadline.aborted ? "timeout" : "unreachable", { cause: error });
    }
  }

  /**
   * Looks at where an address leads now, without calling it: for those that somebody else will call. Throws `EgressError`; a name
   * may lead elsewhere later.
   */
  async check(url: string): Promise<void> {
    refuseCredentials(url);
    const { protocol, hostname } = new URL(url);
    const host = bareHost(hostname);
    const addresses = isIP(host) === 0 ? await this.#addressesOf(host) : [host];
    if (addresses.length === 0 || !addresses.every((address) => this.#mayReach(address, protocol))) throw new EgressError("address-refused");
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    await Promise.all([this.#checked.destroy(), this.#operators.destroy()]);
  }

  async #addressesOf(host: string): Promise<readonly string[]> {
    try {
      return (await this.#resolve(host)).map(({ address }) => address);
    } catch (error) {
      throw new EgressError("unreachable", { cause: error });
    }
  }
}

type MayReach = (address: string, protocol: string) => boolean;

function checkingConnector(mayReach: MayReach, resolve: Resolve): buildConnector.connector {
  const connectors = new Map(["http:", "https:"].map((protocol) => [
    protocol,
    buildConnector({ allowH2: false, autoSelectFamily: true, lookup: checkedLookup((address) => mayReach(address, protocol), resolve) }),
  ]));
  return (options, callback) => {
    const { protocol } = options;
    const host = bareHost(options.hostname);
    const connect = connectors.get(protocol);
    // An address in place of a name is dialled without being looked up.
    if (connect === undefined || (isIP(host) !== 0 && !mayReach(host, protocol))) return callback(new EgressError("address-refused"), null);
    connect(options, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      if (mayReach(socket.remoteAddress ?? "", protocol)) return callback(null, socket);
      socket.destroy();
      callback(new EgressError("address-refused"), null);
    });
  };
}

/** Gives a host's addresses to whoever dials; none where a single one of them may not be reached. */
function checkedLookup(mayReach: (address: string) => boolean, resolve: Resolve): LookupFunction {
  return (host, { all }, callback) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined || !addresses.every(({ address }) => mayReach(address))) callback(new EgressError("address-refused"), "");
        else if (all === true) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ""),
    );
  };
}

/** An IPv6 address without its brackets. */
function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}

function resolveAll(host: string): Promise<readonly LookupAddress[]> {
  return systemLookup(host, { all: true });
}

function refuseCredentials(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || parsed.username !== "" || parsed.password !== "") throw new EgressError("address-refused");
}
