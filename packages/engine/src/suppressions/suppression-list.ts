import { InvalidRequestError, type Problem } from "@todoke/core";
import type { Accounts } from "../accounts.ts";
import type { EngineContext } from "../engine-context.ts";
import { parseSuppressionId } from "../ids.ts";
import { liftSuppression } from "../store/suppressions/lift-suppressions.ts";
import { readSuppression, readSuppressions } from "../store/suppressions/read-suppressions.ts";
import { writeSuppressions } from "../store/suppressions/write-suppressions.ts";
import { readEntry } from "./read-entry.ts";
import { createSuppressionUploads } from "./suppression-uploads.ts";
import type { Suppressions } from "./suppression-view.ts";

export function createSuppressions(context: EngineContext): Suppressions {
  const { connection, accounts, clock, projectId } = context;
  return {
    list: (request) => readSuppressions(connection, projectId, { ...request, ...canonicalAddress(request, accounts) }),
    async get(id) {
      const suppressionId = parseSuppressionId(id);
      return suppressionId === undefined ? undefined : readSuppression(connection, projectId, suppressionId);
    },
    async add(entries, source) {
      const problems: Problem[] = [];
      const at = clock.now();
      const rows = entries.map((entry, index) => readEntry(entry, `/suppressions/${index}`, accounts, problems));
      if (problems.length > 0) throw new InvalidRequestError(problems);
      return connection.transaction().execute((transaction) =>
        writeSuppressions(transaction, projectId, rows.map((row) => ({ ...row, source, at }))));
    },
    uploads: createSuppressionUploads(context),
    async remove(id) {
      const suppressionId = parseSuppressionId(id);
      return suppressionId !== undefined && liftSuppression(connection, projectId, suppressionId);
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
