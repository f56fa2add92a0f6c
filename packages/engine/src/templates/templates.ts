import type { EngineContext } from "../engine-context.ts";
import { StateError } from "../control/state-error.ts";
import { parseTemplateId } from "../ids.ts";
import { archiveTemplate, insertTemplate, readTemplate, readTemplates } from "../store/templates/template-rows.ts";
import { insertVersion, readVersion } from "../store/templates/template-versions.ts";
import { previewTemplate } from "./preview-template.ts";
import { readDraft } from "./read-draft.ts";
import { TemplateExistsError } from "./template-exists.ts";
import type { TemplateDetail, Templates } from "./template-view.ts";

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
    async addVersion(id, draft) {
      const templateId = parseTemplateId(id);
      const template = templateId && (await readTemplate(connection, projectId, templateId));
      if (!template) return undefined;
      const added = await insertVersion(connection, projectId, templateId, readDraft(draft, accounts));
      if (added === undefined) throw new StateError("already-over", `template ${id} is archived and gets no more versions`);
      return added;
    },
    async version(id, version) {
      const templateId = parseTemplateId(id);
      return templateId === undefined ? undefined : readVersion(connection, projectId, templateId, version);
    },
    async archive(id) {
      const templateId = parseTemplateId(id);
      return templateId === undefined ? undefined : archiveTemplate(connection, projectId, templateId);
    },
    async preview(id, request) {
      const templateId = parseTemplateId(id);
      const template = templateId && (await readTemplate(connection, projectId, templateId));
      return template ? previewTemplate(context, { ...template, id: templateId }, request) : undefined;
    },
  };
}

async function readDetail({ connection, projectId }: EngineContext, id: string): Promise<TemplateDetail | undefined> {
  const template = await readTemplate(connection, projectId, id);
  const latest = template && (await readVersion(connection, projectId, id, template.latestVersion));
  return latest && { ...template, latest };
}
