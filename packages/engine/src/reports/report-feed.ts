import type { EngineContext } from "../engine-context.ts";
import { readReports } from "../store/reports/read-reports.ts";
import {
  acknowledgeReports,
  deleteSubscription,
  findSubscription,
  readSubscriptions,
  writeSubscription,
} from "../store/reports/report-subscriptions.ts";
import type { ReportFeed } from "./report-view.ts";

export function createReportFeed({ connection, projectId }: Pick<EngineContext, "projectId" | "connection">): ReportFeed {
  return {
    subscriptions: () => readSubscriptions(connection, projectId),
    subscribe: (request) => writeSubscription(connection, projectId, request),
    unsubscribe: (name) => deleteSubscription(connection, projectId, name),
    acknowledge: (name, cursor) => acknowledgeReports(connection, projectId, name, cursor),
    async read({ subscription: name, cursor, limit }) {
      const subscription = await findSubscription(connection, projectId, name);
      return subscription && readReports(connection, projectId, { ...subscription, cursor: cursor ?? subscription.cursor, limit });
    },
  };
}
