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

export function createReportFeed({ connection }: Pick<EngineContext, "connection">): ReportFeed {
  return {
    subscriptions: () => readSubscriptions(connection),
    subscribe: (request) => writeSubscription(connection, request),
    unsubscribe: (name) => deleteSubscription(connection, name),
    acknowledge: (name, cursor) => acknowledgeReports(connection, name, cursor),
    async read({ subscription: name, cursor, limit }) {
      const subscription = await findSubscription(connection, name);
      return subscription && readReports(connection, { ...subscription, cursor: cursor ?? subscription.cursor, limit });
    },
  };
}
