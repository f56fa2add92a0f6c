import { ConfigurationError } from "@todoke/core";
import type { ProjectOptions } from "../engine.ts";
import { openProject, type OpenProject } from "../project-engine.ts";
import type { SharedParts } from "../shared-parts.ts";
import { findDueProjects } from "../store/projects/find-due-projects.ts";
import { readProjectStates } from "../store/projects/read-projects.ts";

/** What projects bring along, by id. */
export interface ConfiguredProjects {
  of(id: string): ProjectOptions;
}

/** The projects of the database that this process works for: all of them, as soon as it knows of them. */
export class OpenProjects {
  readonly #shared: SharedParts;
  readonly #configured: ConfiguredProjects;
  readonly #open = new Map<string, OpenProject>();
  /** Replaced ones, until their last call is done. */
  readonly #ending = new Set<Promise<void>>();
  #looking: Promise<void> | undefined;
  #nextLook: Promise<void> | undefined;
  #isStarted = false;
  #isStopping = false;

  constructor(shared: SharedParts, configured: ConfiguredProjects) {
    this.#shared = shared;
    this.#configured = configured;
  }

  get all(): readonly OpenProject[] {
    return [...this.#open.values()];
  }

  /** Asks the database for one that is not known. Undefined where there is none. */
  async find(id: string): Promise<OpenProject | undefined> {
    if (!this.#open.has(id)) await this.look();
    return this.#open.get(id);
  }

  /** The project that has an account with this id. */
  withAccount(accountId: string): OpenProject | undefined {
    return this.all.find(({ context }) => context.accounts.account(accountId) !== undefined);
  }

  /** Opens one, or opens it anew: the engine that was there before finishes what it has begun beside the other. */
  async open(id: string): Promise<OpenProject> {
    const project = await openProject(this.#shared, id, this.#configured.of(id));
    this.#refuseSharedAccounts(project);
    const before = this.#open.get(id);
    this.#open.set(id, project);
    if (this.#isStarted) project.start();
    if (before !== undefined) {
      if (!before.isResting) project.wake();
      const ending = before.stop().finally(() => this.#ending.delete(ending));
      this.#ending.add(ending);
    }
    return project;
  }

  start(): void {
    this.#isStarted = true;
    for (const project of this.all) project.start();
  }

  /** Stops all of them, those that were replaced among them. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#looking?.catch(() => undefined);
    await Promise.all([...this.all.map((project) => project.stop()), ...this.#ending]);
  }

  /**
   * Takes up what this or another process has made of projects and of their accounts. Who asks while a look is under way shares the
   * next one with all others: what they know of may have come too late for the one.
   */
  look(): Promise<void> {
    this.#nextLook ??= this.#lookNext();
    return this.#nextLook;
  }

  /** Wakes those at rest that have something to do, found by one statement for all of them. */
  async wakeDue(): Promise<void> {
    const resting = this.all.filter(({ isResting }) => isResting).map(({ id }) => id);
    if (resting.length === 0) return;
    for (const id of await findDueProjects(this.#shared.database.connection, resting)) this.#open.get(id)?.wake();
  }

  async #lookNext(): Promise<void> {
    await this.#looking?.catch(() => undefined);
    this.#nextLook = undefined;
    this.#looking = this.#lookOnce();
    await this.#looking;
  }

  async #lookOnce(): Promise<void> {
    for (const { id, revision } of await readProjectStates(this.#shared.database.connection)) {
      if (this.#isStopping) return;
      if (this.#open.get(id)?.revision === revision) continue;
      try {
        await this.open(id);
      } catch (error) {
        // A service that starts refuses to. One that works goes on with what it has, and tries again.
        if (!this.#isStarted || !ConfigurationError.is(error)) throw error;
        this.#shared.log.error({ error, project: id }, "a project cannot work with its accounts as they are");
      }
    }
  }

  #refuseSharedAccounts({ id, context }: OpenProject): void {
    const taken = context.accounts.all.find((account) => ![undefined, id].includes(this.withAccount(account.id)?.id));
    if (taken !== undefined) throw new ConfigurationError("accounts", `the id ${taken.id} is used twice, in projects ${id} and ${this.withAccount(taken.id)!.id}`);
  }
}
