import type { ProjectOptions } from "@todoke/engine";

/** What an operator sets for one project, besides its accounts. */
export type ProjectSettings = Pick<ProjectOptions, "defaultPlan" | "frequencyCaps" | "budgets" | "marketingWindow" | "requireConsent">;
