import { isObject } from "../../json.ts";
import { refuse } from "../errors.ts";
import { note, type Refusals } from "./selection.ts";

/** How many people a narrowcast goes to at most. */
export interface Limit {
  /** Infinity when there is none. */
  readonly max: number;
  readonly upToRemainingQuota: boolean;
  readonly forbidPartialDelivery: boolean;
}

/** Reads `limit` of a narrowcast. */
export function parseLimit(value: unknown, refusals: Refusals): Limit {
  if (value !== undefined && !isObject(value)) note(refusals, "limit", "Must be an object");
  const { max = Infinity, upToRemainingQuota = false, forbidPartialDelivery = false } = isObject(value) ? value : {};
  if (max !== Infinity && (!Number.isInteger(max) || Number(max) < 1)) {
    note(refusals, "limit.max", "Must be greater than or equal to 1");
  }
  for (const [name, flag] of Object.entries({ upToRemainingQuota, forbidPartialDelivery })) {
    if (typeof flag !== "boolean") note(refusals, `limit.${name}`, "Must be a boolean");
  }
  if (forbidPartialDelivery === true && upToRemainingQuota !== true) {
    refusals.push(refuse(400, "The option forbidPartialDelivery must be used with upToRemainingQuota."));
  }
  return {
    max: Number(max),
    upToRemainingQuota: upToRemainingQuota === true,
    forbidPartialDelivery: forbidPartialDelivery === true,
  };
}
