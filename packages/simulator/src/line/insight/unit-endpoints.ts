import { answerJson, refuse } from "../errors.ts";
import type { LineEndpoint } from "../line-call.ts";
import { pageOf } from "../pages.ts";

/** GET /v2/bot/message/aggregation/info */
export const unitCount: LineEndpoint = {
  name: "aggregation-info",
  handle: (line) => answerJson(200, { numOfCustomAggregationUnits: line.aggregationUnits.names().length }),
};

/** GET /v2/bot/message/aggregation/list: the names of this month. */
export const unitList: LineEndpoint = {
  name: "aggregation-list",
  handle(line, { query }) {
    const limit = Number(query["limit"] ?? mostPerPage);
    if (!Number.isInteger(limit) || limit < 1 || limit > mostPerPage) {
      return refuse(400, "The value for the 'limit' parameter is invalid");
    }
    const page = pageOf(line.simulation.clock, line.aggregationUnits.names(), limit, query["start"]);
    if (page === undefined) return refuse(400, "Invalid start param");
    return answerJson(200, { customAggregationUnits: page.items, next: page.next });
  },
};

/** "Messaging API reference", Get name list of units used this month. */
const mostPerPage = 100;
