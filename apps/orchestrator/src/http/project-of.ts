import type { ProjectEngine } from "@todoke/engine";
import type { FastifyRequest } from "fastify";
import type { OpenAccount } from "../accounts.ts";

/** All that a request can work on: what belongs to the project of the key that it presents. */
export interface AskedProject {
  readonly engine: ProjectEngine;
  /** In the order in which plans prefer them. */
  readonly accounts: readonly OpenAccount[];
}

/** Who knows the projects. */
export interface ProjectKeeping {
  /** As the project is now. Undefined where there is none. */
  readonly projectOf: (projectId: string) => Promise<AskedProject | undefined>;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Absent at endpoints that are open to all. */
    askedProject?: AskedProject;
  }
}

/** The engine of the asking key's project. Routes have no other. */
export function engineOf(request: FastifyRequest): ProjectEngine {
  return askedProjectOf(request).engine;
}

/** The asking key's project. */
export function projectIdOf({ keyHolder, routeOptions }: FastifyRequest): string {
  if (keyHolder === undefined) throw new Error(`${routeOptions.url} works on a project, and nobody presented a key of one`);
  return keyHolder.projectId;
}

/** The accounts of the asking key's project. */
export function accountsOf(request: FastifyRequest): readonly OpenAccount[] {
  return askedProjectOf(request).accounts;
}

function askedProjectOf({ askedProject, routeOptions }: FastifyRequest): AskedProject {
  if (askedProject === undefined) throw new Error(`${routeOptions.url} works on a project, and nobody presented a key of one`);
  return askedProject;
}
