import { InvalidRequestError } from "@todoke/core";
import type { Kysely } from "kysely";
import type { ApiKeys } from "../api-keys/api-key-view.ts";
import { projectIdForm } from "../project.ts";
import { readProject, readProjects } from "../store/projects/read-projects.ts";
import { insertProject, renameProject } from "../store/projects/write-projects.ts";
import { ProjectExistsError } from "./project-errors.ts";
import type { Projects } from "./project-view.ts";

/** `apiKeysOf` gives the keys of a project, where there is one. */
export function createProjects(connection: Kysely<unknown>, apiKeysOf: (projectId: string) => Promise<ApiKeys | undefined>): Projects {
  return {
    async create(project) {
      if (!projectIdForm.test(project.id)) throw new InvalidRequestError([notAnId]);
      const made = await insertProject(connection, project);
      if (made === undefined) throw new ProjectExistsError();
      return made;
    },
    list: (request) => readProjects(connection, request),
    get: (id) => readProject(connection, id),
    rename: (id, name) => renameProject(connection, id, name),
    createApiKey: async (id, request) => (await apiKeysOf(id))?.create(request),
  };
}

const notAnId = { pointer: "/id", code: "wrong-format", detail: "must be 1 to 40 lower case letters, digits and hyphens, and begin with no hyphen" };
