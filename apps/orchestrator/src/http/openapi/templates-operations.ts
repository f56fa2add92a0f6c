import { NewTemplateDto, TemplateListQueryDto, TemplatePreviewRequestDto, TemplateVersionDto } from "../dto/templates-dto.ts";
import { bodyRefusals } from "./body-refusals.ts";
import { idempotencyHeader, keyRefusals, replayedHeader } from "./idempotency-header.ts";
import type { Operation } from "./operations.ts";

const tag = "Templates";

const versionExample = {
  text: "Dear {{ name }}, your order is on its way.",
  variants: [{ channel: "sms", content: { type: "text", text: "Your order is on its way." } }],
  variables: [{ name: "name", example: "Aiko" }],
};

/** The endpoints of content that is kept to send by. */
export const templatesOperations: readonly Operation[] = [
  {
    id: "createTemplate",
    method: "post",
    path: "/v1/templates",
    scope: "templates:write",
    tag,
    summary: "Store a template",
    description: 'Messages are sent by it with `"template": { "id": "tpl_…" }` or its name, in place of `content`.',
    body: NewTemplateDto,
    example: { name: "order-shipped", ...versionExample },
    answer: { status: 201, description: "Stored, with version 1.", content: { schema: "TemplateDetail" }, headers: { location: "The template's path." } },
    refusals: [...bodyRefusals, "template-exists"],
  },
  {
    id: "listTemplates",
    method: "get",
    path: "/v1/templates",
    scope: "templates:read",
    tag,
    summary: "List the templates",
    query: TemplateListQueryDto,
    answer: { status: 200, description: "One page, newest first.", content: { schema: "TemplatePage" } },
    refusals: ["malformed-request"],
  },
  {
    id: "getTemplate",
    method: "get",
    path: "/v1/templates/{id}",
    scope: "templates:read",
    tag,
    summary: "See a template and its latest version",
    answer: { status: 200, description: "The template.", content: { schema: "TemplateDetail" } },
    refusals: ["not-found"],
  },
  {
    id: "addTemplateVersion",
    method: "post",
    path: "/v1/templates/{id}/versions",
    scope: "templates:write",
    tag,
    summary: "Change what a template says",
    description: "Makes the next version, which messages get from now on that name none. Messages that were accepted stay as they are, and so do the versions before.",
    requestHeaders: [idempotencyHeader],
    body: TemplateVersionDto,
    example: versionExample,
    answer: { status: 201, description: "Stored.", content: { schema: "TemplateVersion" }, headers: { location: "The version's path.", ...replayedHeader } },
    refusals: ["not-found", "already-over", ...bodyRefusals, ...keyRefusals],
  },
  {
    id: "getTemplateVersion",
    method: "get",
    path: "/v1/templates/{id}/versions/{version}",
    scope: "templates:read",
    tag,
    summary: "See a version of a template",
    answer: { status: 200, description: "The version.", content: { schema: "TemplateVersion" } },
    refusals: ["not-found"],
  },
  {
    id: "previewTemplate",
    method: "post",
    path: "/v1/templates/{id}/preview",
    scope: "templates:read",
    tag,
    summary: "See what a template becomes on each channel",
    description: "By the renderer that sends: the payload for the provider, and what is lost. Nothing is sent or stored.",
    body: TemplatePreviewRequestDto,
    isBodyOptional: true,
    example: { variables: { name: "Aiko" }, locale: "ja" },
    answer: { status: 200, description: "What each channel makes of it.", content: { schema: "TemplatePreview" } },
    refusals: ["not-found", ...bodyRefusals],
  },
  {
    id: "archiveTemplate",
    method: "post",
    path: "/v1/templates/{id}/archive",
    scope: "templates:write",
    tag,
    summary: "Archive a template",
    description: "No message is sent by it from now on, and its name is free again. Messages that were accepted go on, and its versions can still be read.",
    answer: { status: 200, description: "It is archived.", content: { schema: "Template" } },
    refusals: ["not-found"],
  },
];
