import type { IssuedApiKey, NewApiKey } from "../api-keys/api-key-view.ts";
import type { Page, PageRequest } from "../message-view.ts";

/** A part of the database that knows nothing of the others. */
export interface Project {
  /** Chosen by whoever made it, and never changed. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly createdAt: Date;
}

export type NewProject = Pick<Project, "id" | "name">;

/** The projects of a database. */
export interface Projects {
  /** Throws `InvalidRequestError`, and `ProjectExistsError` where the id is in use. */
  create(project: NewProject): Promise<Project>;
  /** By id. */
  list(request: PageRequest): Promise<Page<Project>>;
  get(id: string): Promise<Project | undefined>;
  rename(id: string, name: string): Promise<Project | undefined>;
  /** Makes a key of a project, such as its first. Throws `InvalidRequestError`. Undefined where there is no such project. */
  createApiKey(id: string, request: NewApiKey): Promise<IssuedApiKey | undefined>;
}
