import type { Adapter } from "@todoke/core";
import type { AdapterSubject } from "../subject.ts";
import { pigeonSubject } from "./pigeon-subject.ts";

/** Capabilities with calls of their own, each of which dozens of checks make dozens of times. */
const calling = ["bulk", "reconcile", "reachability", "quota", "reply", "audience"] as const;

export type CallingCapability = (typeof calling)[number];

export function isCalling(name: string): name is CallingCapability {
  return calling.some((one) => one === name);
}

/**
 * The right adapter and its samples, with no more of the capabilities that call than these. A fault in one call does not
 * show in the calls of another, on which `conformance.test.ts` runs every check.
 */
export function plainSubject(...kept: readonly CallingCapability[]): AdapterSubject {
  const left = calling.filter((name) => !kept.includes(name));
  return {
    ...without(pigeonSubject, left),
    createAdapter: (settings) => {
      const { adapter } = pigeonSubject.createAdapter(settings);
      return { adapter: { ...without(adapter, left), ...keysOf(adapter, left) } };
    },
  };
}

function without<Whole extends object, Name extends PropertyKey>(whole: Whole, names: readonly Name[]): Omit<Whole, Name> {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !names.some((left) => left === name))) as Omit<Whole, Name>;
}

/** Keys are claimed for what is left. */
function keysOf({ idempotency }: Adapter, left: readonly string[]): Pick<Adapter, "idempotency"> {
  if (idempotency === undefined) return {};
  return { idempotency: { ...idempotency, endpoints: idempotency.endpoints.filter((endpoint) => !left.includes(endpoint)) } };
}
