import type { KeyHolder } from "./api-keys/api-key-view.ts";
import type { ProjectEngine } from "./engine.ts";
import type { EngineGauges } from "./observing/gauges.ts";
import type { Projects } from "./projects/project-view.ts";

/**
 * The engines of all projects of a database, in one process. All methods may be called before `start`; work is only taken
 * up between `start` and `stop`.
 */
export interface Engines {
  start(): void;
  /** Claims nothing more, waits for calls under way, writes their outcomes and closes the database. */
  stop(): Promise<void>;
  /** The engine of a project as it is now: to be asked for anew for each request. Undefined where there is none: one that another process has just made is asked for. */
  of(projectId: string): Promise<ProjectEngine | undefined>;
  /** That of the project whose account this is; undefined where no project has one with this id. */
  ofAccount(accountId: string): ProjectEngine | undefined;
  /**
   * Takes up at once what this or another process has made of projects and their accounts; else it is taken up within five
   * seconds. A project whose accounts have changed gets another engine.
   */
  look(): Promise<void>;
  readonly projects: Projects;
  /**
   * Who presents this text as their key; undefined for one that is unknown, revoked or expired. Goes by what the database
   * said at most four seconds ago. Throws where it has to be asked and does not answer.
   */
  authenticate(key: string): Promise<KeyHolder | undefined>;
  /** How the default project, and all others that have accounts, stand together. See {@link ProjectEngine.gauges}. */
  gauges(): Promise<EngineGauges>;
  /** Throws when the database does not answer. */
  checkHealth(): Promise<void>;
}
