import { InvalidRequestError, ProviderError, type ContentProblem, type ProviderAudiences } from "@todoke/core";
import { checkShape } from "../content-shape.ts";
import { record, text } from "../shapes.ts";
import { audienceLimits, clickAddress, findIdProblem, nameOfAudience, noteOfUpload } from "./audience-limits.ts";
import { beginIds, checkedIds } from "./id-stream.ts";
import type { LineAudiences } from "./line-audiences.ts";
import { toAudience, toAudienceDetail } from "./provider-audience.ts";

const request = record({
  "name?": nameOfAudience,
  "note?": noteOfUpload,
  "requestId?": text(100),
  "clickUrl?": clickAddress,
});

/** LINE's audiences in the contract's words. Up to 10,000 ids go as JSON, more as a file. */
export function createAudienceService(audiences: LineAudiences): ProviderAudiences {
  return {
    limits: { maxNameLength: audienceLimits.maxDescriptionLength, maxIds: audienceLimits.maxIdsPerFile },
    accepts: (address) => findIdProblem(address, 0, false) === undefined,
    async create({ name, note, ids = [] }, options) {
      refuseWrong({ name, note });
      const fields = { description: name, ...(note !== undefined && { uploadDescription: note }) };
      const begun = await beginIds(ids, audienceLimits.maxIdsPerCall);
      refuseWrongIds(begun.first);
      const created = begun.rest
        ? await audiences.createFromFile({ ...fields, ids: checkedIds(begun) }, patient(options))
        : await audiences.create({ ...fields, ids: begun.first }, patient(options));
      return toAudience(created);
    },
    async add(id, { ids, note }, options) {
      refuseWrong({ note });
      const which = { audienceGroupId: groupId(id), ...(note !== undefined && { uploadDescription: note }) };
      const begun = await beginIds(ids, audienceLimits.maxIdsPerCall);
      refuseWrongIds(begun.first);
      if (begun.rest) await audiences.addFile({ ...which, ids: checkedIds(begun) }, patient(options));
      else await audiences.add({ ...which, ids: begun.first }, patient(options));
    },
    async createFromClicks({ name, ...send }, options) {
      refuseWrong({ name, ...send });
      return toAudience(await audiences.createFromClicks({ description: name, ...send }, options));
    },
    async createFromImpressions({ name, requestId }, options) {
      refuseWrong({ name, requestId });
      return toAudience(await audiences.createFromImpressions({ description: name, requestId }, options));
    },
    async get(id, options) {
      const found = isGroupId(id) ? await audiences.get(Number(id), options) : undefined;
      return found && toAudienceDetail(found);
    },
    async list({ page, name }, options) {
      const filter = name === undefined ? {} : { description: name };
      const { items, hasMore } = await audiences.page(page, filter, options);
      return { items: items.map(toAudience), hasMore };
    },
    async rename(id, name, options) {
      refuseWrong({ name });
      await audiences.rename(groupId(id), name, options);
    },
    async delete(id, options) {
      await audiences.delete(groupId(id), options);
    },
  };
}

/** LINE asks for at least 30 seconds where ids are added. */
function patient<Options extends { readonly timeoutMs: number }>(options: Options): Options {
  return { ...options, timeoutMs: Math.max(options.timeoutMs, 30_000) };
}

function isGroupId(id: string): boolean {
  return /^[1-9]\d{0,15}$/.test(id) && Number.isSafeInteger(Number(id));
}

/** LINE's ids are numbers; one of another form cannot exist. */
function groupId(id: string): number {
  if (isGroupId(id)) return Number(id);
  const message = "LINE does not know this audience: its ids are numbers";
  throw new ProviderError({ class: "content", providerCode: "audience-not-found", message });
}

function refuseWrong(fields: Readonly<Record<string, string | undefined>>): void {
  const given = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  refuse(checkShape(request, Object.fromEntries(given), ""));
}

/** Names each of them: LINE itself would take none and name none. */
function refuseWrongIds(ids: readonly string[]): void {
  refuse(ids.flatMap((id, index) => findIdProblem(id, index, false) ?? []));
}

function refuse(problems: readonly ContentProblem[]): void {
  if (problems.length > 0) throw new InvalidRequestError(problems);
}
