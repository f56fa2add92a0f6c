import type { EngineContext } from "../engine-context.ts";
import { StateError } from "../control/state-error.ts";
import type { Database } from "../database/open-database.ts";
import { onlyOnce } from "../idempotency/only-once.ts";
import { formatTemplateId, parseTemplateId } from "../ids.ts";
import { wholeAnswer } from "../store/keyed-answers/find-answers.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { archiveTemplate, insertTemplate, readTemplate, readTemplates } from "../store/templates/template-rows.ts";
import { insertVersion, readVersion } from "../store/templates/template-versions.ts";
import { previewTemplate } from "./preview-template.ts";
import { readDraft } from "./read-draft.ts";
import { TemplateExistsError } from "./template-exists.ts";
import type { TemplateDetail, TemplateDraft, Templates, TemplateVersion, TemplateView } from "./template-view.ts";

export function createTemplates(context: EngineContext): Templates {
  const { connection, projectId, accounts } = context;
  return {
    async create({ name, ...draft }) {
      const created = await insertTemplate(connection, projectId, name, readDraft(draft, accounts));
      if (created === undefined) throw new TemplateExistsError();
      return created;
    },
    list: (request) => readTemplates(connection, projectId, request),
    async get(id) {
      const templateId = parseTemplateId(id);
      return templateId === undefined ? undefined : readDetail(context, templateId);
    },
    addVersion: (id, draft) => ofTemplate(context, id, (templateId) => addVersion(context, connection, templateId, draft)),
    addVersionOnce: (id, draft, key) => ofTemplate(context, id, async (templateId) => {
      const added = await retryOnConflict(() =>
        connection.transaction().execute((transaction) => {
          const work = () => addVersion(context, transaction, templateId, draft);
          return onlyOnce(transaction, projectId, { key, place: wholeAnswer }, work, (version) => version);
        }),
      );
      return "replay" in added ? { answer: added.replay, isReplay: true } : { answer: JSON.stringify(added), isReplay: false };
    }),
    async version(id, version) {
      const templateId = parseTemplateId(id);
      return templateId === undefined ? undefined : readVersion(connection, projectId, templateId, version);
    },
    async archive(id) {
      const templateId = parseTemplateId(id);
      return templateId === undefined ? undefined : archiveTemplate(connection, projectId, templateId);
    },
    preview: (id, request) => ofTemplate(context, id, (templateId, template) => previewTemplate(context, { ...template, id: templateId }, request)),
  };
}

async function readDetail({ connection, projectId }: EngineContext, id: string): Promise<TemplateDetail | undefined> {
  const template = await readTemplate(connection, projectId, id);
  const latest = template && (await readVersion(connection, projectId, id, template.latestVersion));
  return latest && { ...template, latest };
}

/** Undefined where there is none. */
async function ofTemplate<Result>(
  { connection, projectId }: EngineContext,
  id: string,
  work: (templateId: string, template: TemplateView) => Promise<Result>,
): Promise<Result | undefined> {
  const templateId = parseTemplateId(id);
  const template = templateId && (await readTemplate(connection, projectId, templateId));
  return template ? work(templateId, template) : undefined;
}

async function addVersion({ projectId, accounts }: EngineContext, database: Database, templateId: string, draft: TemplateDraft): Promise<TemplateVersion> {
  const added = await insertVersion(database, projectId, templateId, readDraft(draft, accounts));
  if (added === undefined) throw new StateError("already-over", `template ${formatTemplateId(templateId)} is archived and gets no more versions`);
  return added;
}
