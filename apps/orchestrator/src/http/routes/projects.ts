import type { Projects } from "@todoke/engine";
import type { FastifyInstance } from "fastify";
import { refuseMore, withSecret } from "../authentication/issuing-keys.ts";
import { NewApiKeyDto } from "../dto/api-keys-dto.ts";
import { NewProjectDto, ProjectListQueryDto, ProjectNameDto } from "../dto/projects-dto.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { found, projectId } from "./ids.ts";

const newProject = bodyGate(NewProjectDto);
const newName = bodyGate(ProjectNameDto);
const newKey = bodyGate(NewApiKeyDto);
const listQuery = queryGate(ProjectListQueryDto);

interface ById {
  readonly Params: { readonly id: string };
}

/** Makes, shows and renames projects. What they need is a scope that only keys of the default project have. */
export function projectRoutes(server: FastifyInstance, projects: Projects): void {
  server.post("/v1/projects", async (request, reply) => {
    const project = await projects.create(newProject(request.body));
    return reply.code(201).header("location", `/v1/projects/${project.id}`).send(project);
  });

  server.get("/v1/projects", (request) => projects.list(listQuery(request.query)));

  server.get<ById>("/v1/projects/:id", async ({ params }) => found(await projects.get(projectId(params.id)), "project"));

  server.patch<ById>("/v1/projects/:id", async ({ params, body }) =>
    found(await projects.rename(projectId(params.id), newName(body).name), "project"));

  server.post<ById>("/v1/projects/:id/api-keys", async ({ params, body, keyHolder }, reply) => {
    const asked = newKey(body);
    refuseMore(asked.scopes, keyHolder);
    const issued = found(await projects.createApiKey(projectId(params.id), asked), "project");
    return withSecret(reply).code(201).send(issued);
  });
}
