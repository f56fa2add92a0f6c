import type { Outcome } from "../serve.ts";
import { sendingMethods, type SendingMethod } from "./daily-counts.ts";
import { answerJson, refusals, refuse } from "./errors.ts";
import { parseDay } from "./japan-time.ts";
import type { LineCall, LineEndpoint } from "./line-call.ts";
import type { LineChannel } from "./line-channel.ts";

/** GET /v2/bot/message/delivery/{reply,push,multicast,broadcast} */
export const deliveryCount: LineEndpoint = {
  name: "delivery-count",
  handle(line, call) {
    const method = sendingMethods.find((name) => name === call.params["method"]);
    return method === undefined ? refusals.notFound : count(line, call, method);
  },
};

/** GET /v2/bot/message/delivery/pnp/templated */
export const templateCount: LineEndpoint = {
  name: "delivery-count",
  handle: (line, call) => count(line, call, "pnp-template"),
};

/** GET /v2/bot/message/delivery/pnp */
export const flexibleCount: LineEndpoint = {
  name: "delivery-count",
  handle: (line, call) => count(line, call, "pnp-flexible"),
};

/** "Messaging API reference", Get number of sent reply messages: nothing is known of the time before. */
const firstDay = parseDay("20180331") ?? 0;

export const badDate = refuse(400, "The value for the 'date' parameter is invalid");

function count(line: LineChannel, { query }: LineCall, method: SendingMethod): Outcome {
  const day = parseDay(query["date"]);
  if (day === undefined) return badDate;
  if (day < firstDay) return answerJson(200, { status: "out_of_service" });
  if (!line.dailyCounts.isOver(day)) return answerJson(200, { status: "unready" });
  return answerJson(200, { status: "ready", success: line.dailyCounts.of(method, day) });
}
