import { projectIdForm, type Project } from "@todoke/engine";
import type { JsonSchema } from "../schema/json-schema.ts";
import { pageSchema } from "./message-schemas.ts";
import { text, time, viewSchema } from "./view-schema.ts";

/** Schemas of projects in answers, by name. */
export const projectsSchemas: Readonly<Record<string, JsonSchema>> = {
  Project: viewSchema<Project>("A part of the service that knows nothing of the others.", {
    id: text("Chosen by whoever made it.", { pattern: projectIdForm.source }),
    name: text("For people."),
    createdAt: time("When it was made."),
  }),
  ProjectPage: pageSchema("Projects, by id.", "Project"),
};
