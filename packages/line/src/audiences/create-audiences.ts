import { refuseUnable, type AccountTerms } from "../account/account-terms.ts";
import { callOptions, type LineCallOptions } from "../call-options.ts";
import { readObjects } from "../json-object.ts";
import type { LineApi } from "../line-api.ts";
import { undefinedOn } from "../undefined-on.ts";
import { readAudience, readAudienceWithJobs, type LineAudience } from "./audience.ts";
import { toAudienceFile } from "./audience-file.ts";
import { audienceLimits, refuseTooMany, refuseWrongFields, refuseWrongId } from "./audience-limits.ts";
import type { AudienceListFilter, LineAudiencePage, LineAudiences } from "./line-audiences.ts";

export function createAudiences(api: LineApi, account: AccountTerms): LineAudiences {
  const refuseElsewhere = () => refuseUnable("audiences", account);
  return {
    create: async ({ ids, ...fields }, options) => {
      refuseElsewhere();
      refuseWrongFields(fields);
      const body = { ...fields, ...(ids && { audiences: toMembers(ids, fields.isIfaAudience ?? false) }) };
      return readAudience((await api("audience-create", { body }, patient(options))).body);
    },
    add: async ({ ids, ...fields }, options) => {
      refuseWrongFields(fields);
      const body = { ...fields, audiences: toMembers(ids, undefined) };
      await api("audience-add", { body }, patient(options));
    },
    createFromFile: async ({ ids, ...fields }, options) => {
      refuseElsewhere();
      refuseWrongFields(fields);
      const form = toForm(fields, await toAudienceFile(ids, fields.isIfaAudience ?? false));
      return readAudience((await api("audience-create-file", { form }, patient(options))).body);
    },
    addFile: async ({ ids, ...fields }, options) => {
      refuseWrongFields(fields);
      const form = toForm(fields, await toAudienceFile(ids, undefined));
      await api("audience-add-file", { form }, patient(options));
    },
    createFromClicks: async (request, options) => {
      refuseElsewhere();
      refuseWrongFields({ ...request });
      return readAudience((await api("audience-click", { body: { ...request } }, callOptions(options))).body);
    },
    createFromImpressions: async (request, options) => {
      refuseElsewhere();
      refuseWrongFields({ ...request });
      return readAudience((await api("audience-impression", { body: { ...request } }, callOptions(options))).body);
    },
    rename: async (audienceGroupId, description, options) => {
      refuseWrongFields({ audienceGroupId, description });
      const call = { subPath: `/${audienceGroupId}/updateDescription`, body: { description } };
      await api("audience-rename", call, callOptions(options));
    },
    delete: async (audienceGroupId, options) => {
      refuseWrongFields({ audienceGroupId });
      await api("audience-delete", { subPath: `/${audienceGroupId}` }, callOptions(options));
    },
    get: (audienceGroupId, options) => fetchAudience(api, audienceGroupId, options),
    list: (filter, options) => listAudiences(api, filter, options),
    page: (page, filter, options) => fetchPage(api, page, filter, options),
  };
}

async function fetchAudience(api: LineApi, audienceGroupId: number, options?: LineCallOptions) {
  refuseWrongFields({ audienceGroupId });
  const call = api("audience-get", { subPath: `/${audienceGroupId}` }, callOptions(options));
  const answer = await undefinedOn("audience-not-found", call);
  return answer && readAudienceWithJobs(answer.body);
}

async function* listAudiences(
  api: LineApi,
  filter?: AudienceListFilter,
  options?: LineCallOptions,
): AsyncGenerator<LineAudience, void, undefined> {
  for (let page = 1, more = true; more; page += 1) {
    const { items, hasMore } = await fetchPage(api, page, filter, options);
    yield* items;
    more = hasMore;
  }
}

async function fetchPage(
  api: LineApi,
  page: number,
  { includesExternalPublicGroups, ...filter }: AudienceListFilter = {},
  options?: LineCallOptions,
): Promise<LineAudiencePage> {
  const external = includesExternalPublicGroups === undefined ? undefined : String(includesExternalPublicGroups);
  const query = { page, size: 40, ...filter, includesExternalPublicGroups: external };
  const { body } = await api("audience-list", { query }, callOptions(options));
  return { items: readObjects(body["audienceGroups"]).map(readAudience), hasMore: body["hasNextPage"] === true };
}

function patient(options: LineCallOptions | undefined) {
  return callOptions({ timeoutMs: 30_000, ...options });
}

function toMembers(ids: readonly string[], isIfaAudience: boolean | undefined) {
  refuseTooMany(ids.length, audienceLimits.maxIdsPerCall);
  for (const [index, id] of ids.entries()) refuseWrongId(id, index, isIfaAudience);
  return ids.map((id) => ({ id }));
}

/** LINE wants the file after the fields. */
function toForm(fields: object, file: Blob): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.set(name, String(value));
  form.set("file", file, "ids.txt");
  return form;
}
