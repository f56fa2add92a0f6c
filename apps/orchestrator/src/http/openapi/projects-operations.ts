import { NewApiKeyDto } from "../dto/api-keys-dto.ts";
import { NewProjectDto, ProjectListQueryDto, ProjectNameDto } from "../dto/projects-dto.ts";
import { bodyRefusals } from "./body-refusals.ts";
import type { Operation } from "./operations.ts";

const tag = "Projects";

/** The endpoints of projects, which only keys of the default project can ask. */
export const projectsOperations: readonly Operation[] = [
  {
    id: "createProject",
    method: "post",
    path: "/v1/projects",
    scope: "projects:write",
    tag,
    summary: "Make a project",
    description: "It has messages, contacts, suppressions, reports, accounts and keys of its own. Every process works for it within five seconds.",
    body: NewProjectDto,
    example: { id: "shop-b", name: "Shop B" },
    answer: { status: 201, description: "The project.", content: { schema: "Project" }, headers: { location: "The project's path." } },
    refusals: [...bodyRefusals, "project-exists"],
  },
  {
    id: "listProjects",
    method: "get",
    path: "/v1/projects",
    scope: "projects:read",
    tag,
    summary: "List the projects",
    query: ProjectListQueryDto,
    answer: { status: 200, description: "One page.", content: { schema: "ProjectPage" } },
    refusals: ["malformed-request"],
  },
  {
    id: "getProject",
    method: "get",
    path: "/v1/projects/{id}",
    scope: "projects:read",
    tag,
    summary: "See a project",
    answer: { status: 200, description: "The project.", content: { schema: "Project" } },
    refusals: ["not-found"],
  },
  {
    id: "renameProject",
    method: "patch",
    path: "/v1/projects/{id}",
    scope: "projects:write",
    tag,
    summary: "Rename a project",
    description: "Its id stays.",
    body: ProjectNameDto,
    example: { name: "Shop B, Osaka" },
    answer: { status: 200, description: "The project.", content: { schema: "Project" } },
    refusals: [...bodyRefusals, "not-found"],
  },
  {
    id: "createApiKeyOfProject",
    method: "post",
    path: "/v1/projects/{id}/api-keys",
    scope: "projects:write",
    tag,
    summary: "Make a key of a project",
    description: "Such as its first; one with `keys:manage` makes the others itself. The answer holds the key, this once.",
    body: NewApiKeyDto,
    example: { name: "first key of shop B", scopes: ["keys:manage", "messages:write", "messages:read"] },
    answer: { status: 201, description: "The key.", content: { schema: "IssuedApiKey" } },
    refusals: [...bodyRefusals, "not-found"],
  },
];
