import type { Problem } from "@todoke/core";
import type { MessageRequest } from "../message-request.ts";
import type { ResolvedPlan } from "../plan/resolve-plan.ts";

/** A name for statistics must be one that every step can use that has statistics by name, and at least one must. */
export function checkUnit({ statistics, audience }: MessageRequest, { routes }: ResolvedPlan, problems: Problem[]): void {
  const unit = statistics?.unit;
  if (unit === undefined) return;
  const report = (code: string, detail: string) => problems.push({ pointer: "/statistics/unit", code, detail });
  const rules = audience === undefined ? routes.flatMap(({ adapter }) => adapter.statistics?.units ?? []) : [];
  if (rules.length === 0) {
    report("no-statistics", "nothing that this plan sends is added up under a name: leave it out");
    return;
  }
  const broken = rules.find(({ namePattern }) => !namePattern.test(unit));
  if (broken !== undefined) {
    report("invalid-unit", `must match ${broken.namePattern.source} (at most ${broken.longestName} characters)`);
  }
}
