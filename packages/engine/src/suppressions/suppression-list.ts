import { InvalidRequestError, type Problem } from "@todoke/core";
import type { Accounts } from "../accounts.ts";
import type { EngineContext } from "../engine-context.ts";
import { parseSuppressionId } from "../ids.ts";
import { liftSuppression } from "../store/suppressions/lift-suppressions.ts";
import { readSuppression, readSuppressions } from "../store/suppressions/read-suppressions.ts";
import { writeSuppressions, type NewSuppression } from "../store/suppressions/write-suppressions.ts";
import type { SuppressionRequest, Suppressions } from "./suppression-view.ts";

export function createSuppressions({ connection, accounts, clock }: EngineContext): Suppressions {
  return {
    list: (request) => readSuppressions(connection, { ...request, ...canonicalAddress(request, accounts) }),
    async get(id) {
      const suppressionId = parseSuppressionId(id);
      return suppressionId === undefined ? undefined : readSuppression(connection, suppressionId);
    },
    async add(entries, source) {
      const problems: Problem[] = [];
      const at = clock.now();
      const rows = entries.map((entry, index) => readEntry(entry, `/suppressions/${index}`, accounts, problems));
      if (problems.length > 0) throw new InvalidRequestError(problems);
      return connection.transaction().execute((transaction) =>
        writeSuppressions(transaction, rows.map((row) => ({ ...row, source, at }))));
    },
    async remove(id) {
      const suppressionId = parseSuppressionId(id);
      return suppressionId !== undefined && liftSuppression(connection, suppressionId);
    },
  };
}

/** Nobody finds `+81 90-…` by the way they happen to write it. */
function canonicalAddress(
  { addressKind, address }: { readonly addressKind?: string; readonly address?: string },
  { addressRules }: Accounts,
): { readonly address?: string } {
  if (address === undefined) return {};
  const rules = addressKind === undefined ? [...addressRules.values()] : [addressRules.get(addressKind)];
  const parsed = rules.map((rule) => rule?.parse(address)).find((result) => result?.ok === true);
  return { address: parsed?.ok === true ? parsed.address : address };
}

function readEntry(
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
