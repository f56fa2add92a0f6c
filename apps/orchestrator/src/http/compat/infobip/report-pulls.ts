import type { ReportFeed } from "@todoke/engine";
import { type KeptReport, type PullRequest, pullReports, subscribe, subscription } from "./report-pull.ts";

/** What one request is answered with. */
export interface GivenReports {
  readonly reports: readonly KeptReport[];
  /** Says whether the answer has gone out whole. To be called once: the next request of the project waits for it. */
  settle(hasGoneOut: boolean): Promise<void>;
}

interface ProjectPulls {
  /** Resolves when the request before is settled. */
  last: Promise<void>;
  readonly givenOut: Set<string>;
  isSubscribed: boolean;
}

/**
 * Gives each report out once. What was given out is acknowledged when the answer has gone out, so that a crash before that gives it out
 * again. What was asked for past others, by a filter, is remembered by this process until those are fetched too.
 */
export class ReportPulls {
  readonly #projects = new Map<string, ProjectPulls>();

  /** Has reports kept from here on. */
  async begin(projectId: string, feed: ReportFeed): Promise<void> {
    const project = this.#of(projectId);
    if (!project.isSubscribed) await subscribe(feed);
    project.isSubscribed = true;
  }

  /** Waits for its turn. */
  async take(projectId: string, feed: ReportFeed, request: Omit<PullRequest, "givenOut">): Promise<GivenReports> {
    const project = this.#of(projectId);
    const { last, givenOut } = project;
    const turn = Promise.withResolvers<void>();
    project.last = turn.promise;
    await last;
    try {
      const pulled = await pullReports(feed, { ...request, givenOut });
      if (pulled === undefined) await subscribe(feed);
      const { reports, covered, coveredBefore, cursor } = pulled ?? { reports: [], covered: 0, coveredBefore: [] };
      return {
        reports,
        settle: (hasGoneOut) => settled(turn.resolve, async () => {
          if (!hasGoneOut) return;
          for (const { report } of reports.slice(covered)) givenOut.add(report.id);
          if (cursor === undefined) return;
          await feed.acknowledge(subscription, cursor);
          for (const id of coveredBefore) givenOut.delete(id);
        }),
      };
    } catch (error) {
      turn.resolve();
      throw error;
    }
  }

  #of(projectId: string): ProjectPulls {
    const known = this.#projects.get(projectId) ?? { last: Promise.resolve(), givenOut: new Set(), isSubscribed: false };
    this.#projects.set(projectId, known);
    return known;
  }
}

async function settled(release: () => void, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    release();
  }
}
