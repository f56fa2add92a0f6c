import type { Problem } from "@todoke/core";
import type { Accounts } from "../accounts.ts";
import type { NewSuppression } from "../store/suppressions/write-suppressions.ts";
import type { SuppressionRequest } from "./suppression-view.ts";

/** A suppression with its address in its one form; what is wrong with it is reported under `pointer`. */
export function readEntry(
  { addressKind, address, channel, purposes, reason }: SuppressionRequest,
  pointer: string,
  { addressRules, channels }: Accounts,
  problems: Problem[],
): Omit<NewSuppression, "source" | "at"> {
  const rule = addressRules.get(addressKind);
  const parsed = rule?.parse(address);
  if (rule === undefined) {
    const detail = `no configured account reads addresses of this kind; kinds: ${[...addressRules.keys()].join(", ") || "none"}`;
    problems.push({ pointer: `${pointer}/addressKind`, code: "unknown-address-kind", detail });
  } else if (parsed?.ok === false) {
    problems.push({ pointer: `${pointer}/address`, code: "malformed-address", detail: parsed.reason });
  }
  if (channel !== undefined && !channels.includes(channel)) {
    const detail = `no configured account carries this channel; configured channels: ${channels.join(", ") || "none"}`;
    problems.push({ pointer: `${pointer}/channel`, code: "unknown-channel", detail });
  }
  return {
    addressKind,
    address: parsed?.ok === true ? parsed.address : address,
    ...(channel !== undefined && { channel }),
    ...(purposes && { purposes }),
    ...(reason !== undefined && { reason }),
  };
}
