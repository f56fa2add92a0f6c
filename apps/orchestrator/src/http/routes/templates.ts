import type { TemplateVersion } from "@todoke/engine";
import type { FastifyInstance } from "fastify";
import { NewTemplateDto, TemplateListQueryDto, TemplatePreviewRequestDto, TemplateVersionDto } from "../dto/templates-dto.ts";
import { requestKey, sendKeyedAnswer } from "../idempotency-key.ts";
import { toTemplateDraft, withCallersPointers } from "../message-input.ts";
import { engineOf } from "../project-of.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { found } from "./ids.ts";

const newTemplate = bodyGate(NewTemplateDto);
const newVersion = bodyGate(TemplateVersionDto);
const previewRequest = bodyGate(TemplatePreviewRequestDto);
const listQuery = queryGate(TemplateListQueryDto);

interface ById {
  readonly Params: { readonly id: string };
}

/** Keeps content to send by. */
export function templateRoutes(server: FastifyInstance): void {
  server.post("/v1/templates", async (request, reply) => {
    const { name, ...body } = newTemplate(request.body);
    const template = await withCallersPointers(body, () => engineOf(request).templates.create({ name, ...toTemplateDraft(body) }));
    return reply.code(201).header("location", `/v1/templates/${template.id}`).send(template);
  });

  server.get("/v1/templates", (request) => engineOf(request).templates.list(listQuery(request.query)));

  server.get<ById>("/v1/templates/:id", async (request) => found(await engineOf(request).templates.get(request.params.id), "template"));

  server.post<ById>("/v1/templates/:id/archive", async (request) => found(await engineOf(request).templates.archive(request.params.id), "template"));

  server.post<ById>("/v1/templates/:id/preview", async (request) =>
    found(await engineOf(request).templates.preview(request.params.id, previewRequest(request.body ?? {})), "template"));

  versionRoutes(server);
}

function versionRoutes(server: FastifyInstance): void {
  server.post<ById>("/v1/templates/:id/versions", async (request, reply) => {
    const { id } = request.params;
    const body = newVersion(request.body);
    const { templates } = engineOf(request);
    const key = requestKey(request, { id, body });
    const pathOf = ({ version }: Pick<TemplateVersion, "version">) => `/v1/templates/${id}/versions/${version}`;
    if (key === undefined) {
      const added = found(await withCallersPointers(body, () => templates.addVersion(id, toTemplateDraft(body))), "template");
      return reply.code(201).header("location", pathOf(added)).send(added);
    }
    const keyed = found(await withCallersPointers(body, () => templates.addVersionOnce(id, toTemplateDraft(body), key)), "template");
    const added = JSON.parse(keyed.answer) as Pick<TemplateVersion, "version">;
    return sendKeyedAnswer(reply.code(201).header("location", pathOf(added)), keyed);
  });

  server.get<{ Params: { id: string; version: string } }>("/v1/templates/:id/versions/:version", async (request) => {
    const { id, version } = request.params;
    // No larger number is ever a version, nor is any other text.
    return found(/^[1-9]\d{0,8}$/.test(version) ? await engineOf(request).templates.version(id, Number(version)) : undefined, "version");
  });
}
