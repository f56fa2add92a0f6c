import { defaultProject } from "../project.ts";
import type { EngineGauges, OpenDeliveries } from "./gauges.ts";

/** How the engines of several projects stand together. Deliveries are added up; of the rest each stands for itself. */
export function gaugesOfProjects(projects: readonly (readonly [id: string, gauges: EngineGauges])[]): EngineGauges {
  const openDeliveries: { -readonly [Status in keyof OpenDeliveries]: number } = { scheduled: 0, held: 0, pending: 0, sending: 0, waiting: 0 };
  for (const [, gauges] of projects) {
    for (const status of Object.keys(openDeliveries) as (keyof OpenDeliveries)[]) openDeliveries[status] += gauges.openDeliveries[status];
  }
  return {
    openDeliveries,
    accounts: projects.flatMap(([, { accounts }]) => accounts),
    lanes: projects.flatMap(([, { lanes }]) => lanes),
    budgets: projects.flatMap(([project, { budgets }]) => budgets.map((budget) => (project === defaultProject ? budget : { ...budget, project }))),
  };
}
