import type { AnyEndpointName } from "./endpoint-name.ts";
import { hashPhone } from "./people.ts";

/** Something wrong with the answer. `accepted` says whether the provider carried the call out all the same. */
export type AnswerFault =
  | {
      readonly kind: "status";
      readonly status: number;
      /** Text is sent as it is, anything else as JSON. */
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      /** Default: false. */
      readonly accepted?: boolean;
    }
  /** No answer ever comes. */
  | { readonly kind: "timeout"; readonly accepted: boolean }
  /** The connection is reset. */
  | { readonly kind: "reset"; readonly accepted: boolean }
  /** Status 200 with a body that is not JSON. */
  | { readonly kind: "garbage"; readonly accepted: boolean }
  /** Status 200 and the beginning of a body; then the connection is reset. */
  | { readonly kind: "cut"; readonly accepted: boolean }
  /** Status 200 and a body of which one byte comes each second, and which never ends. */
  | { readonly kind: "slow"; readonly accepted: boolean };

/** Something wrong with the callbacks of an accepted call. */
export interface CallbackFault {
  readonly kind: "callbacks";
  /** How often each is posted, byte for byte the same. Default: 1. */
  readonly copies?: number;
  /** By how much each comes late, in milliseconds. */
  readonly delayMs?: number;
  readonly never?: boolean;
  /** All are posted, and answered, before the call itself is. */
  readonly beforeAnswer?: boolean;
  /** In another order than things happened. */
  readonly shuffled?: boolean;
}

/** What becomes of an accepted narrowcast, as its progress tells; any such fault makes an audience's upload fail. */
export interface ProgressFault {
  readonly kind: "progress";
  /** It fails with this code ("Messaging API reference", Get narrowcast message status). */
  readonly errorCode?: NarrowcastErrorCode;
  /** It succeeds, but not with this many of its recipients. */
  readonly failureCount?: number;
}

/**
 * 1: internal error. 2: not enough recipients. 3: conflict of requests with one retry key. 4: an audience with fewer than
 * 50 recipients. 5: a partial delivery that was forbidden.
 */
export type NarrowcastErrorCode = 1 | 2 | 3 | 4 | 5;

export type Fault = AnswerFault | CallbackFault | ProgressFault;

/** Which calls a fault befalls. */
export interface FaultRule {
  readonly endpoint: AnyEndpointName;
  /** How many calls it befalls. Default: 1. */
  readonly times?: number;
  /** How many matching calls it lets through first. Default: 0. */
  readonly after?: number;
  /** Only calls to this LINE id, phone number (hashed or not) or message id. */
  readonly to?: string;
  readonly fault: Fault;
}

interface Armed {
  readonly rule: FaultRule;
  readonly targets: ReadonlySet<string> | undefined;
  after: number;
  times: number;
}

/** The rules that are in force, in the order in which they were added; a used-up rule is gone. */
export class Faults {
  #armed: Armed[] = [];

  add(rule: FaultRule): void {
    const targets = rule.to === undefined ? undefined : new Set([rule.to, hashPhone(rule.to)]);
    this.#armed.push({ rule, targets, after: rule.after ?? 0, times: rule.times ?? 1 });
  }

  clear(): void {
    this.#armed = [];
  }

  /** The fault of this call's answer, counted as used. */
  takeAnswerFault(endpoint: AnyEndpointName, addresses: () => readonly string[]): AnswerFault | undefined {
    return this.#take(endpoint, addresses, isAnswerFault);
  }

  /** The fault of this accepted call's callbacks, counted as used. */
  takeCallbackFault(endpoint: AnyEndpointName, addresses: () => readonly string[]): CallbackFault | undefined {
    return this.#take(endpoint, addresses, (fault) => fault.kind === "callbacks");
  }

  /** What shall become of this accepted narrowcast, counted as used. */
  takeProgressFault(endpoint: AnyEndpointName): ProgressFault | undefined {
    return this.#take(endpoint, nobody, (fault) => fault.kind === "progress");
  }

  #take<Wanted extends Fault>(
    endpoint: AnyEndpointName,
    addresses: () => readonly string[],
    isWanted: (fault: Fault) => fault is Wanted,
  ): Wanted | undefined {
    let known: readonly string[] | undefined;
    for (const armed of this.#armed) {
      const { rule, targets } = armed;
      if (rule.endpoint !== endpoint || !isWanted(rule.fault)) continue;
      if (targets !== undefined && !(known ??= addresses()).some((address) => targets.has(address))) continue;
      if (armed.after > 0) {
        armed.after -= 1;
        continue;
      }
      armed.times -= 1;
      if (armed.times <= 0) this.#armed = this.#armed.filter((other) => other !== armed);
      return rule.fault;
    }
    return undefined;
  }
}

const nobody = () => [];

function isAnswerFault(fault: Fault): fault is AnswerFault {
  return fault.kind !== "callbacks" && fault.kind !== "progress";
}
